using System;
using System.Net.Http;
using System.Net.Http.Headers;

namespace JobStatus.Services.Http;

/// <summary>A request to a service.</summary>
internal sealed class ServiceRequest
{
    private readonly bool? _isRead;

    public ServiceRequest(Uri uri, string accept, string subject)
    {
        Uri = uri;
        Accept = accept;
        Subject = subject;
    }

    public Uri Uri { get; }

    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>Creates the body. If it is null, a read request has no body, and an action request has an empty body.</summary>
    public Func<HttpContent>? Body { get; init; }

    /// <summary>True if the response is a file, whose size is not limited. Files are requested without compression.</summary>
    public bool IsFile { get; init; }

    /// <summary>True if a 401 response can mean that the user lacks permission, and not that the token expired.</summary>
    public bool MayBeForbidden { get; init; }

    /// <summary>
    /// True if the request changes nothing, so that it can be retried safely. This is the default for a GET request. Other
    /// requests are action requests, which are retried only if the service rejected them without processing them.
    /// </summary>
    public bool IsRead
    {
        get => _isRead ?? Method == HttpMethod.Get;
        init => _isRead = value;
    }

    /// <summary>The value of the Accept header.</summary>
    public string Accept { get; }

    /// <summary>The subject of the request for messages, such as "Xplenty job 157".</summary>
    public string Subject { get; }

    /// <summary>What shows whether an action took effect, for messages, such as "the members of the set". Null if not known.</summary>
    public string? Evidence { get; init; }

    /// <summary>What an action can be rejected because of, for messages, such as "the set". Null for a job.</summary>
    public string? Target { get; init; }

    /// <summary>Creates the message, which can be sent once.</summary>
    public HttpRequestMessage CreateMessage(Uri target, AuthenticationHeaderValue credentials)
    {
        var message = new HttpRequestMessage(Method, target) { Content = Body?.Invoke() ?? (IsRead ? null : CreateEmptyBody()) };
        message.Headers.Authorization = credentials;
        message.Headers.TryAddWithoutValidation("Accept", Accept);
        if (IsFile)
        {
            message.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        }

        return message;
    }

    // If a server closes the connection without a response, .NET sends a request that has no content again. An action must
    // not be sent again, so it always has content.
    private static ByteArrayContent CreateEmptyBody() => new([]);
}
