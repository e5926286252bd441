using System;

namespace JobStatus.Sandbox.Requests;

/// <summary>A logged request to one of the three services. It never contains a key.</summary>
/// <param name="Sequence">The number of the request, starting at 1. Numbers are never reused.</param>
/// <param name="Time">When the request arrived.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path without the query, escaped as in a URL.</param>
/// <param name="Query">The query including its question mark, or empty. The value of <c>apikey</c> is redacted.</param>
/// <param name="Status">
/// The response status, or 499 if the client disconnected before the response. Null until the response starts, and if the
/// sandbox reset the connection instead of responding.
/// </param>
/// <param name="Ended">Whether the sandbox has finished processing the request.</param>
/// <param name="Accept">The Accept header, or null.</param>
/// <param name="UserAgent">The User-Agent header, or null.</param>
/// <param name="HasAuthorization">Whether there was an Authorization header.</param>
/// <param name="AuthorizationScheme">The scheme in that header, or null.</param>
/// <param name="Problem">The reason why strict mode rejected the request, or null.</param>
public sealed record LoggedRequest(
    long Sequence,
    DateTimeOffset Time,
    string Method,
    string Path,
    string Query,
    int? Status,
    bool Ended,
    string? Accept,
    string? UserAgent,
    bool HasAuthorization,
    string? AuthorizationScheme,
    string? Problem = null)
{
    /// <summary>The status of a request whose client disconnected before the response.</summary>
    public const int ClientClosedRequest = 499;
}
