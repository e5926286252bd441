using System.Collections.Generic;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>The versions of the Xplenty API.</summary>
internal enum XplentyVersion
{
    One,
    Two,
}

/// <summary>Determines the API version that a request asks for.</summary>
internal static partial class XplentyVersionExtensions
{
    private const XplentyVersion Latest = XplentyVersion.Two;

    private static readonly Dictionary<string, XplentyVersion> Versions = new()
    {
        ["1"] = XplentyVersion.One,
        ["2"] = XplentyVersion.Two,
    };

    /// <summary>
    /// Returns the version in the Accept header, or null if the header does not contain the media type or the version is
    /// not known. Like the service, this accepts the version without the semicolon in front of it, and after a comma. A POST
    /// request that does not name a media type asks for the latest version.
    /// </summary>
    public static XplentyVersion? RequestedVersion(this HttpRequest request)
    {
        string accept = request.Headers.Accept.ToString();
        if (HttpMethods.IsPost(request.Method) && accept is ("" or "*/*"))
        {
            return Latest;
        }

        Match own = MediaType().Match(accept);
        return !own.Success ? null
            : !own.Groups["version"].Success ? Latest
            : Versions.TryGetValue(own.Groups["version"].Value, out XplentyVersion requested) ? requested
            : null;
    }

    [GeneratedRegex(
        """(^|[,\s])application/vnd\.xplenty\+json(?=$|[\s;,])(.*?[\s;,]version\s*=\s*"?(?<version>[^\s";,]*))?""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MediaType();
}
