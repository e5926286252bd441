using System.Globalization;
using System.Text;

namespace JobStatus;

/// <summary>
/// Makes text from a service safe to display by replacing control characters, line breaks, and bidirectional controls.
/// </summary>
internal static class DisplayText
{
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// Returns the text as one line with white space collapsed, or null if the text is null or white space.
    /// </summary>
    public static string? OneLine(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var line = new StringBuilder(text!.Length);
        bool gap = false;
        foreach (char c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                gap = line.Length > 0;
                continue;
            }

            if (gap)
            {
                line.Append(' ');
                gap = false;
            }

            line.Append(IsHarmful(c) ? Replacement : c);
        }

        return line.ToString();
    }

    /// <summary>Returns the first text that is not empty, as one line, or an empty string if all texts are empty.</summary>
    public static string FirstNonEmpty(params string?[] texts)
    {
        foreach (string? text in texts)
        {
            if (OneLine(text) is { } line)
            {
                return line;
            }
        }

        return string.Empty;
    }

    // Control characters can start terminal escape sequences, and bidirectional controls can make text appear in
    // another order.
    private static bool IsHarmful(char c) =>
        char.IsControl(c)
        || c is '\u061C' or '\u200E' or '\u200F'
        || c is >= '\u202A' and <= '\u202E'
        || c is >= '\u2066' and <= '\u2069'
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
