using System.Text;
using System.Text.RegularExpressions;

namespace JobStatus.Services.Http;

/// <summary>
/// Recognizes a web page, such as a sign-in page of a gateway or an error page of a firewall. No API responds with one.
/// </summary>
internal static class HtmlPage
{
    private const string Nul = "\0";

    // The groups are atomic, so that no text takes long.
    private static readonly Regex Start = new(
        @"^(?>[\s\uFEFF\uFFFD]+|<\?xml[^>]*>|<!--(?:(?!-->).)*-->)*<(?:!doctype\s+html|html|head|body|title|meta|script)[\s>]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);

    /// <summary>Returns true if a body is a web page.</summary>
    /// <param name="body">The body or the beginning of it, in UTF-8 or UTF-16.</param>
    public static bool IsPage(byte[] body) =>

        // Without its NUL bytes, ASCII text in UTF-16 is the same as in UTF-8. The byte order mark of UTF-16 is not valid in UTF-8.
        Start.IsMatch(Encoding.UTF8.GetString(body).Replace(Nul, string.Empty));
}
