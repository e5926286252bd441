using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
#if NETFRAMEWORK
using System.Security.Authentication;
#endif
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;

namespace JobStatus.Services.Http;

/// <summary>Creates HTTP clients, and renews them so that DNS changes take effect.</summary>
internal sealed class HttpClientLifetime : IDisposable
{
    private const int MaxConnections = 16;

    // An IHttpClientFactory renews its handlers. Handlers need no renewal before this time, and most sessions end earlier.
    // They use the first client and do not load the factory or its dependencies.
    private static readonly TimeSpan FirstClientLifetime = TimeSpan.FromMinutes(2);

    private static readonly ProductInfoHeaderValue Product =
        new("JobStatus", typeof(HttpClientLifetime).Assembly.GetName().Version!.ToString(3));

    private readonly ConnectionOptions _options;
    private readonly bool _decompresses;
    private readonly Lazy<ConnectionProxy> _proxy;
    private readonly Lazy<HttpClient> _first;
    private readonly Lazy<ClientFactory> _factory;
    private readonly long _createdAt;

    /// <param name="options">The options of the connection.</param>
    /// <param name="proxy">The proxy of the connection.</param>
    /// <param name="decompresses">True to request compressed responses and decompress them.</param>
    public HttpClientLifetime(ConnectionOptions options, Lazy<ConnectionProxy> proxy, bool decompresses = true)
    {
        _options = options;
        _decompresses = decompresses;
        _proxy = proxy;
        _first = new Lazy<HttpClient>(() => Configure(new HttpClient(CreateHandler())));
        _factory = new Lazy<ClientFactory>(() => new ClientFactory(CreateHandler));
        _createdAt = options.Time.GetTimestamp();
    }

    public HttpClient Current =>
        _options.Time.GetElapsedTime(_createdAt) < FirstClientLifetime ? _first.Value : _factory.Value.Create();

    public void Dispose()
    {
        if (_first.IsValueCreated)
        {
            _first.Value.Dispose();
        }

        if (_factory.IsValueCreated)
        {
            _factory.Value.Dispose();
        }
    }

    private static HttpClient Configure(HttpClient client)
    {
        // Each attempt has its own time limit, which includes reading the body.
        client.Timeout = System.Threading.Timeout.InfiniteTimeSpan;
        client.DefaultRequestHeaders.UserAgent.Add(Product);
        return client;
    }

    private HttpMessageHandler CreateHandler()
    {
        if (_options.Transport is { } transport)
        {
            return transport();
        }

        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = _decompresses ? DecompressionMethods.GZip | DecompressionMethods.Deflate : DecompressionMethods.None,
            UseCookies = false,
            MaxConnectionsPerServer = MaxConnections,
        };
#if NETFRAMEWORK
        // Windows PowerShell enables only older protocols by default.
        handler.SslProtocols = SslProtocols.Tls12;
#endif
        _proxy.Value.ApplyTo(handler);
        if (_options.SkipCertificateCheck)
        {
            handler.ServerCertificateCustomValidationCallback = static (_, _, _, _) => true;
        }

        return handler;
    }

    /// <summary>
    /// Creates clients through IHttpClientFactory. This is a separate class so that the assemblies of the factory are
    /// loaded only when it is used.
    /// </summary>
    private sealed class ClientFactory : IDisposable
    {
        private readonly ServiceProvider _provider;

        public ClientFactory(Func<HttpMessageHandler> createHandler)
        {
            var services = new ServiceCollection();
            services.AddHttpClient(string.Empty, client => Configure(client)).ConfigurePrimaryHttpMessageHandler(createHandler);

            // The default filters add logging and metrics, which are not used here and slow down the start.
            services.RemoveAll<IHttpMessageHandlerBuilderFilter>();
            _provider = services.BuildServiceProvider();
        }

        // If a compiler put this into its caller, the first request would load the assemblies of the factory.
        [MethodImpl(MethodImplOptions.NoInlining)]
        public HttpClient Create() => _provider.GetRequiredService<IHttpClientFactory>().CreateClient(string.Empty);

        public void Dispose() => _provider.Dispose();
    }
}
