using System;

namespace JobStatus.Sandbox.Requests;

/// <summary>A request that reached one of the three services. Keys are never part of it.</summary>
/// <param name="Sequence">Its number, counted from 1; numbers are not used again.</param>
/// <param name="Time">When it arrived.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, escaped as in a URL, without the query.</param>
/// <param name="Query">The query with its question mark, or empty; the value of <c>apikey</c> is masked.</param>
/// <param name="Status">
/// The status that was answered; 499 when the client went away first; null before the answer, and for a connection that
/// the sandbox cut before it answered.
/// </param>
/// <param name="Ended">Whether the sandbox is done with it.</param>
/// <param name="Accept">The Accept header, or null.</param>
/// <param name="UserAgent">The User-Agent header, or null.</param>
/// <param name="HasAuthorization">Whether there was an Authorization header.</param>
/// <param name="AuthorizationScheme">The scheme in that header, or null.</param>
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
    string? AuthorizationScheme)
{
    /// <summary>The status of a request whose client went away before it had an answer.</summary>
    public const int ClientClosedRequest = 499;
}
