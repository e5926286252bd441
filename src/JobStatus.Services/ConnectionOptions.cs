using System;
using System.Net;
using System.Net.Http;

namespace JobStatus.Services;

/// <summary>The options of a connection, except for its credentials.</summary>
public sealed class ConnectionOptions
{
    /// <summary>Creates options.</summary>
    /// <param name="name">The name of the connection, which is also stored in every job that is read through it.</param>
    /// <param name="baseUri">The address of the service, or null for its public address if it has one.</param>
    public ConnectionOptions(string name, Uri? baseUri = null)
    {
        Name = name;
        BaseUri = baseUri;
    }

    /// <summary>The name of the connection.</summary>
    public string Name { get; }

    /// <summary>The address of the service, or null for its public address if it has one.</summary>
    public Uri? BaseUri { get; }

    /// <summary>The time limit for one request and its response. The default is 30 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The maximum number of retries of a read request after transient errors. The default is 4.</summary>
    public int MaximumRetryCount { get; init; } = 4;

    /// <summary>
    /// The maximum number of requests per second, shared by all connections with the same key, or null for the rate limit
    /// of the service.
    /// </summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>
    /// The proxy to use, or null for the system settings. Connections to this machine do not use a proxy.
    /// </summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>True to accept any TLS certificate. The default is false.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>
    /// True to allow credentials to be sent over unencrypted HTTP to a host other than this machine. The default is
    /// false.
    /// </summary>
    public bool AllowUnencryptedAuthentication { get; init; }

    /// <summary>Creates the handler that sends requests, for tests. Null to use the network.</summary>
    internal Func<HttpMessageHandler>? Transport { get; init; }

    /// <summary>The clock for all delays and timestamps.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;
}
