using System;
using System.Net;
using System.Net.Http;

namespace JobStatus.Services;

/// <summary>How to reach a service, apart from its key.</summary>
public sealed class ConnectionOptions
{
    /// <summary>Makes options.</summary>
    /// <param name="name">The connection's name; stamped on every job that is read through it.</param>
    /// <param name="baseUri">Where the service is; null for the service's own public address, where it has one.</param>
    public ConnectionOptions(string name, Uri? baseUri = null)
    {
        Name = name;
        BaseUri = baseUri;
    }

    /// <summary>The connection's name.</summary>
    public string Name { get; }

    /// <summary>Where the service is; null for the service's own public address, where it has one.</summary>
    public Uri? BaseUri { get; }

    /// <summary>How long one request may take, answer included. Default 30 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a read is repeated after a passing fault. Default 4.</summary>
    public int MaximumRetryCount { get; init; } = 4;

    /// <summary>The most requests in a second, together with other connections of the same key; null for the service's own limit.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>The proxy to go through; null for the machine's own settings.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>True to take any TLS certificate. Default false.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>True to send the key over plain http to a host that is not this machine. Default false.</summary>
    public bool AllowUnencryptedAuthentication { get; init; }

    /// <summary>Makes what carries requests, in the place of a network; null for the network.</summary>
    internal Func<HttpMessageHandler>? Transport { get; init; }

    /// <summary>The clock of everything that waits or dates.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;
}
