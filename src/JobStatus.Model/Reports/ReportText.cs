using System;

namespace JobStatus.Reports;

/// <summary>Makes text and addresses from a service safe to show in a report.</summary>
internal static class ReportText
{
    private const int MaxNameLength = 120;
    private const int MaxLinkLength = 500;

    /// <summary>The text as one line without control characters, cut to a length; empty if there is none.</summary>
    public static string Line(string? text, int length) => DisplayText.OneLine(text, length) ?? string.Empty;

    /// <summary>A name as one line of limited length, or null if there is none.</summary>
    public static string? Name(string? text) => DisplayText.OneLine(text, MaxNameLength);

    /// <summary>
    /// The address if a browser can open it without harm: absolute, http or https, without credentials, and not extremely long.
    /// Otherwise null.
    /// </summary>
    public static string? Link(Uri? uri) =>
        uri is { IsAbsoluteUri: true, UserInfo.Length: 0 }
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.AbsoluteUri is { Length: <= MaxLinkLength } address
            ? address
            : null;
}
