using System;
using System.Net.Http;

namespace JobStatus.Services.Http;

/// <summary>Decides which redirects are followed: those of read requests to the same server.</summary>
internal static class Redirects
{
    private const int MaxRedirects = 5;

    /// <summary>Returns the next address to request, or null if the response is final.</summary>
    /// <exception cref="JobServiceException">
    /// UntrustedServer: the response redirects to another server. UnexpectedResponse: there were too many redirects.
    /// </exception>
    public static Uri? Next(ServiceRequest request, HttpResponseMessage response, int followed, ServiceErrorFactory errors)
    {
        int status = (int)response.StatusCode;
        string host = errors.BaseUri.Host;
        if (GetOtherServer(response, errors.BaseUri) is { } other)
        {
            throw errors.Create(
                JobServiceErrorKind.UntrustedServer,
                $"{request.Subject}: {host} redirects to {other}. The key was not sent to {other}.",
                statusCode: status);
        }

        return !request.IsRead || TargetOf(response, errors.BaseUri) is not { } target ? null
            : followed < MaxRedirects ? target
            : throw errors.Create(
                JobServiceErrorKind.UnexpectedResponse,
                $"{request.Subject}: {host} redirected more than {MaxRedirects} times.",
                statusCode: status);
    }

    /// <summary>Returns the server that a response redirects to, or null if it does not redirect to another server.</summary>
    public static string? GetOtherServer(HttpResponseMessage response, Uri baseUri) =>
        TargetOf(response, baseUri) is { } target
        && Uri.Compare(target, baseUri, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0
            ? target.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)
            : null;

    // Returns the target of a redirect, or null if the response is not a redirect or has no valid target.
    private static Uri? TargetOf(HttpResponseMessage response, Uri baseUri) =>
        (int)response.StatusCode is >= 300 and <= 399
        && response.Headers.Location is { } location
        && Uri.TryCreate(response.RequestMessage?.RequestUri ?? baseUri, location, out Uri? target)
            ? target
            : null;
}
