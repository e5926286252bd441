using System;

namespace JobStatus.Services;

/// <summary>Makes the address that a user gave one that paths can be put on.</summary>
internal static class ServiceUris
{
    /// <exception cref="JobServiceException">InvalidRequest: it is no absolute http or https address, or holds more than an address.</exception>
    public static Uri Base(string service, Uri given, string? path = null)
    {
        if (!given.IsAbsoluteUri || (given.Scheme != Uri.UriSchemeHttps && given.Scheme != Uri.UriSchemeHttp) || given.Host.Length == 0)
        {
            throw new JobServiceException(
                service,
                JobServiceErrorKind.InvalidRequest,
                $"{Shown(given.OriginalString)} is no address of {service}.",
                "Give the whole address, from https:// on.");
        }

        if (given.UserInfo.Length > 0 || given.Query.Length > 0 || given.Fragment.Length > 0)
        {
            throw new JobServiceException(
                service,
                JobServiceErrorKind.InvalidRequest,
                $"The address of {service} at {given.Host} has a user, a query or a fragment.",
                "Give the address alone, and the key as a parameter of its own.");
        }

        return new Uri($"{given.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");
    }

    // A user, a query or a fragment can hold a key.
    private static string Shown(string given) =>
        given.IndexOfAny(['@', '?', '#']) < 0 ? $"'{DisplayText.OneLine(given)}'" : "What was given";
}
