using System;

namespace JobStatus.Services;

/// <summary>Validates base addresses and normalizes them so that paths can be appended.</summary>
internal static class ServiceUris
{
    /// <exception cref="JobServiceException">
    /// InvalidRequest: the value is not an absolute HTTP or HTTPS address, or it contains a user name, a query, or a
    /// fragment.
    /// </exception>
    public static Uri CreateBase(string service, Uri baseUri, string? path = null)
    {
        if (!baseUri.IsAbsoluteUri
            || (baseUri.Scheme != Uri.UriSchemeHttps && baseUri.Scheme != Uri.UriSchemeHttp)
            || baseUri.Host.Length == 0)
        {
            throw new JobServiceException(
                service,
                JobServiceErrorKind.InvalidRequest,
                $"{Describe(baseUri.OriginalString)} is not a valid {service} address.",
                "Use an absolute address that starts with https://.");
        }

        if (baseUri.UserInfo.Length > 0 || baseUri.Query.Length > 0 || baseUri.Fragment.Length > 0)
        {
            throw new JobServiceException(
                service,
                JobServiceErrorKind.InvalidRequest,
                $"The {service} address for host {baseUri.Host} contains a user name, a query, or a fragment.",
                "Specify only the address, and pass the key in its own parameter.");
        }

        return new Uri($"{baseUri.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");
    }

    // A user name, a query, or a fragment can contain a key, so such a value is not shown.
    private static string Describe(string baseUri) =>
        baseUri.IndexOfAny(['@', '?', '#']) < 0 ? $"'{DisplayText.OneLine(baseUri)}'" : "The specified value";
}
