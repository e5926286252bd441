using System;
using System.Linq;

namespace JobStatus.Services.Alteryx;

/// <summary>Recognizes addresses that are not the Web API Address of an Alteryx Server, which usually ends in /webapi.</summary>
internal static class AlteryxAddress
{
    private const string ApiPath = "webapi";
    private const string AlteryxOneDomain = "alteryxcloud.com";

    private const string AlteryxOneAdvice =
        "The address belongs to Alteryx One, which has another API. Specify the Web API Address of an Alteryx Server, "
        + "such as https://alteryx.example.org/webapi.";

    private static readonly string[] KnownPaths = [ApiPath, "gallery"];

    /// <exception cref="JobServiceException">InvalidRequest: the value is not a valid address.</exception>
    public static Uri CreateBase(Uri address)
    {
        try
        {
            return ServiceUris.CreateBase("Alteryx", address);
        }
        catch (JobServiceException error) when (Complete(address) is { } complete)
        {
            throw new JobServiceException(error.Service, error.Kind, error.Problem, Advise(complete));
        }
    }

    /// <summary>True if the address ends as Web API Addresses usually do, and is not one of Alteryx One.</summary>
    public static bool IsUsual(Uri baseUri) =>
        !IsAlteryxOne(baseUri) && string.Equals(GetSegments(baseUri).LastOrDefault(), ApiPath, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns what to specify instead of an address that may be the cause of an error, or null if it is not.</summary>
    public static string? FindAdvice(JobServiceErrorKind kind, int? statusCode, Uri baseUri) =>
        IsAlteryxOne(baseUri) ? (statusCode is null or 407 or 429 or >= 500 ? null : AlteryxOneAdvice)
        : IsUsual(baseUri) || !(kind == JobServiceErrorKind.UnexpectedResponse || statusCode is 404 or 405) ? null
        : kind == JobServiceErrorKind.JobNotFound ? $"{Advise(baseUri)} If the current address is correct, check the id."
        : Advise(baseUri);

    private static string Advise(Uri address) =>
        IsAlteryxOne(address)
            ? AlteryxOneAdvice
            : $"Connect with the Web API Address of the Server, which is probably {GetUsualAddress(address)}.";

    private static bool IsAlteryxOne(Uri address) =>
        $".{address.Host}".EndsWith($".{AlteryxOneDomain}", StringComparison.OrdinalIgnoreCase);

    // A proxy can add segments before those of the Server.
    private static string GetUsualAddress(Uri address)
    {
        string[] segments = GetSegments(address);
        int known = Array.FindIndex(segments, static segment => KnownPaths.Contains(segment, StringComparer.OrdinalIgnoreCase));
        return string.Join("/", [address.GetLeftPart(UriPartial.Authority), .. segments.Take(Math.Max(0, known)), ApiPath]);
    }

    private static string[] GetSegments(Uri address) => address.AbsolutePath.Split(['/'], StringSplitOptions.RemoveEmptyEntries);

    // The scheme can be missing, and the address of a page in the browser has a fragment. A user name or a query can contain a
    // secret, so such an address is not repeated.
    private static Uri? Complete(Uri address)
    {
        string text = address.OriginalString.Split('#')[0];
        return text.IndexOfAny(['@', '?']) < 0
            && Uri.TryCreate(text.Contains("://") ? text : $"https://{text}", UriKind.Absolute, out Uri? complete)
            && (complete.Scheme == Uri.UriSchemeHttps || complete.Scheme == Uri.UriSchemeHttp)
            && complete.HostNameType != UriHostNameType.Basic
                ? complete
                : null;
    }
}
