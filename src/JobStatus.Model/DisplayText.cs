using System;
using System.Globalization;
using System.Text;

namespace JobStatus;

/// <summary>
/// Makes text from a service safe to display by replacing control characters, line breaks, and bidirectional controls.
/// </summary>
internal static class DisplayText
{
    private const char Replacement = '\uFFFD';

    // A service can send a text of any length, but nobody reads a longer line.
    private const int MaxLineLength = 10_000;

    /// <summary>Follows a text that was cut off to limit its length.</summary>
    public const char Ellipsis = '…';

    /// <summary>
    /// Returns the text as one line with white space collapsed, or null if the text is null or white space. A very long line is
    /// shortened.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">The length after which the line is cut.</param>
    public static string? OneLine(string? text, int maxLength = MaxLineLength)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var line = new StringBuilder(Math.Min(text!.Length, maxLength));
        bool gap = false;
        foreach (char c in text)
        {
            if (line.Length >= maxLength && !char.IsLowSurrogate(c))
            {
                return line.Append(Ellipsis).ToString();
            }

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
