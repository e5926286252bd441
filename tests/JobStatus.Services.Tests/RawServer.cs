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
/// A server on a free loopback port that records requests. The test supplies the responses, and can get the recorded request
/// from the features of the HTTP context.
/// </summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<ReceivedRequest> _requests;

    private RawServer(WebApplication application, ConcurrentQueue<ReceivedRequest> requests)
    {
        _application = application;
        _requests = requests;
        BaseUri = new Uri(application.Urls.Single());
    }

    public Uri BaseUri { get; }

    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    public static async Task<RawServer> StartAsync(
        Func<HttpContext, Task> respond, CancellationToken cancellationToken, X509Certificate2? certificate = null)
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

        ConcurrentQueue<ReceivedRequest> requests = new();
        WebApplication application = builder.Build();
        application.Run(async context =>
        {
            using StreamReader reader = new(context.Request.Body);
            ReceivedRequest request = new(
                context.Request.Method,
                context.Features.Get<IHttpRequestFeature>()!.RawTarget,
                context.Request.Headers.ToDictionary(
                    header => header.Key,
                    header => header.Value.ToString(),
                    StringComparer.OrdinalIgnoreCase),
                await reader.ReadToEndAsync(context.RequestAborted));
            requests.Enqueue(request);
            context.Features.Set(request);
            await respond(context);
        });
        await application.StartAsync(cancellationToken);
        return new RawServer(application, requests);
    }

    /// <summary>Creates a self-signed certificate for localhost.</summary>
    public static X509Certificate2 CreateCertificate(bool isExpired = false)
    {
        using var key = RSA.Create(2048);
        CertificateRequest certificateRequest = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = certificateRequest.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(isExpired ? -1 : 1));

        // The TLS implementation of some platforms cannot use the private key unless it was exported and imported again.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource immediately = new();
        await immediately.CancelAsync();
        await _application.StopAsync(immediately.Token);
        await _application.DisposeAsync();
    }

    internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
    {
        public string? Authorization => Headers.GetValueOrDefault("Authorization");
    }
}
