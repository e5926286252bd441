using System.Globalization;
using System.Text;

namespace JobStatus;

/// <summary>Makes text that a service sent harmless to show: no terminal escapes, no line breaks, no reordering.</summary>
internal static class DisplayText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text in one line, white space folded; null when nothing is left of it.</summary>
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

    /// <summary>The first of the texts of which something is left in one line; empty when there is none.</summary>
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

    // Control characters start terminal escapes; bidirectional controls make text read as something else.
    private static bool IsHarmful(char c) =>
        char.IsControl(c)
        || c is '\u061C' or '\u200E' or '\u200F'
        || c is >= '\u202A' and <= '\u202E'
        || c is >= '\u2066' and <= '\u2069'
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
