using System;
using System.Net.Http;

namespace JobStatus.Services.Http;

/// <summary>One thing to ask of a service.</summary>
internal sealed class ServiceRequest
{
    public ServiceRequest(Uri uri, string accept, string subject)
    {
        Uri = uri;
        Accept = accept;
        Subject = subject;
    }

    public Uri Uri { get; }

    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>Makes the body; null for none.</summary>
    public Func<HttpContent>? Body { get; init; }

    /// <summary>Whether the answer is a file, of any length.</summary>
    public bool IsFile { get; init; }

    /// <summary>Whether a 401 can mean that this is not for everybody, so that the token need not be at fault.</summary>
    public bool MayBeForbidden { get; init; }

    /// <summary>
    /// Whether it only looks, so that asking twice does no harm. Everything else is sent again only when the service
    /// says that it did not even look at it.
    /// </summary>
    public bool IsRead => Method == HttpMethod.Get;

    /// <summary>The value of the Accept header.</summary>
    public string Accept { get; }

    /// <summary>What is asked for, to be named in errors: "Xplenty job 157".</summary>
    public string Subject { get; }
}
