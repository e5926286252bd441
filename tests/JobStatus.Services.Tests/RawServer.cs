using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace JobStatus.Services.Tests;

/// <summary>
/// A server on a free port of this machine that answers as the test says, and keeps what it was sent. The answer finds
/// that among the features of the request.
/// </summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<Received> _requests;

    private RawServer(WebApplication application, ConcurrentQueue<Received> requests)
    {
        _application = application;
        _requests = requests;
        BaseUri = new Uri(application.Urls.Single());
    }

    public Uri BaseUri { get; }

    public IReadOnlyList<Received> Requests => [.. _requests];

    public static async Task<RawServer> StartAsync(
        Func<HttpContext, Task> answer, CancellationToken cancellationToken, X509Certificate2? certificate = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));

        ConcurrentQueue<Received> requests = new();
        WebApplication application = builder.Build();
        application.Run(async context =>
        {
            using StreamReader reader = new(context.Request.Body);
            Received received = new(
                context.Request.Method,
                context.Features.Get<IHttpRequestFeature>()!.RawTarget,
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                await reader.ReadToEndAsync(context.RequestAborted));
            requests.Enqueue(received);
            context.Features.Set(received);
            await answer(context);
        });
        await application.StartAsync(cancellationToken);
        return new RawServer(application, requests);
    }

    /// <summary>A certificate for this machine that nobody vouches for.</summary>
    public static X509Certificate2 SelfSigned(bool isExpired = false)
    {
        using var key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(isExpired ? -1 : 1));

        // A key that was exported and read again is one that every platform's TLS can use.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource atOnce = new();
        await atOnce.CancelAsync();
        await _application.StopAsync(atOnce.Token);
        await _application.DisposeAsync();
    }

    internal sealed record Received(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
    {
        public string? Authorization => Headers.GetValueOrDefault("Authorization");
    }
}
