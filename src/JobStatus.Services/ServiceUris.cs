using System;

namespace JobStatus.Services;

/// <summary>Validates base addresses and normalizes them so that paths can be appended.</summary>
internal static class ServiceUris
{
    /// <exception cref="JobServiceException">
    /// InvalidRequest: the value is not an absolute HTTP or HTTPS address, or it contains a user name, a query, or a fragment.
    /// </exception>
    public static Uri CreateBase(string service, Uri baseUri, string? path = null)
    {
        if (!baseUri.IsAbsoluteUri || (baseUri.Scheme != Uri.UriSchemeHttps && baseUri.Scheme != Uri.UriSchemeHttp) || baseUri.Host.Length == 0)
        {
            throw new JobServiceException(
                service,
                JobServiceErrorKind.InvalidRequest,
                $"{Describe(baseUri.OriginalString)} is no address of {service}.",
                "Give the whole address, from https:// on.");
        }

        if (baseUri.UserInfo.Length > 0 || baseUri.Query.Length > 0 || baseUri.Fragment.Length > 0)
        {
            throw new JobServiceException(
                service,
                JobServiceErrorKind.InvalidRequest,
                $"The address of {service} at {baseUri.Host} has a user, a query or a fragment.",
                "Give the address alone, and the key as a parameter of its own.");
        }

        return new Uri($"{baseUri.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");
    }

    // A user name, a query, or a fragment can contain a key, so such a value is not shown.
    private static string Describe(string baseUri) =>
        baseUri.IndexOfAny(['@', '?', '#']) < 0 ? $"'{DisplayText.OneLine(baseUri)}'" : "What was given";
}
