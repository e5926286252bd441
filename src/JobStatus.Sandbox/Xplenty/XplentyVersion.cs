using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>The versions of the Xplenty API.</summary>
internal enum XplentyVersion
{
    One,
    Two,
}

/// <summary>Determines the API version that a request asks for.</summary>
internal static class XplentyVersionExtensions
{
    private const string MediaType = "application/vnd.xplenty+json";

    private static readonly Dictionary<string, XplentyVersion> Versions = new()
    {
        [""] = XplentyVersion.One,
        ["1"] = XplentyVersion.One,
        ["2"] = XplentyVersion.Two,
    };

    /// <summary>
    /// Returns the version in the Accept header, or null if the header does not name a known version.
    /// </summary>
    public static XplentyVersion? RequestedVersion(this HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? accepted))
        {
            return null;
        }

        MediaTypeHeaderValue? own = accepted.FirstOrDefault(
            type => type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase));
        string? version = own?.Parameters
            .FirstOrDefault(parameter => parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase))
            ?.GetUnescapedValue().ToString();

        return own is not null && Versions.TryGetValue(version ?? "", out XplentyVersion requested) ? requested : null;
    }
}
