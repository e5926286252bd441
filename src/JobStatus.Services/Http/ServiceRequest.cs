using System;

namespace JobStatus.Services.Http;

/// <summary>A read of one thing at a service.</summary>
internal sealed class ServiceRequest
{
    public ServiceRequest(Uri uri, string accept, string subject)
    {
        Uri = uri;
        Accept = accept;
        Subject = subject;
    }

    public Uri Uri { get; }

    /// <summary>The value of the Accept header.</summary>
    public string Accept { get; }

    /// <summary>What is asked for, to be named in errors: "Xplenty job 157".</summary>
    public string Subject { get; }
}
