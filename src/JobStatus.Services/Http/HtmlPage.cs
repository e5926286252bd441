using System;
using System.Text;
using System.Text.RegularExpressions;

namespace JobStatus.Services.Http;

/// <summary>
/// Recognizes a web page, such as a sign-in page of a gateway or an error page of a firewall. No API responds with one.
/// </summary>
internal static class HtmlPage
{
    private const int MaxStart = 1024;

    // The groups are atomic, so that no text takes long.
    private static readonly Regex Start = new(
        @"^\uFEFF?(?>\s+|<\?xml[^>]*>|<!--(?:(?!-->).)*-->)*<(?:!doctype\s+html|html)[\s>]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);

    public static bool IsPage(byte[] body) =>
        Start.IsMatch(Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, MaxStart)));
}
