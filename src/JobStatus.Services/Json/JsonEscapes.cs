using System;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace JobStatus.Services.Json;

/// <summary>Corrects and replaces the escape sequences of JSON text.</summary>
internal static class JsonEscapes
{
    private const int Length = 6;

    /// <summary>
    /// Replaces each escape sequence of a lone surrogate with that of the replacement character, in place.
    /// </summary>
    /// <param name="text">The complete JSON text in UTF-8.</param>
    public static void ReplaceLoneSurrogates(Span<byte> text)
    {
        int at = 0;
        while (text.Slice(at).IndexOf((byte)'\\') is >= 0 and var found)
        {
            at += found;
            Span<byte> remaining = text.Slice(at);
            if (ReadEscape(remaining) is not { } unit)
            {
                at += Math.Min(2, remaining.Length);
                continue;
            }

            if (char.IsHighSurrogate(unit) && ReadEscape(remaining.Slice(Length)) is { } low && char.IsLowSurrogate(low))
            {
                at += 2 * Length;
                continue;
            }

            if (char.IsSurrogate(unit))
            {
                "fffd"u8.CopyTo(remaining.Slice(2));
            }

            at += Length;
        }
    }

    /// <summary>
    /// Replaces the escape sequences of a valid JSON string with the characters that they stand for, or returns null if
    /// the result contains a lone surrogate.
    /// </summary>
    public static string? Unescape(string text)
    {
        var result = new StringBuilder(text.Length);
        int at = 0;
        while (text.IndexOf('\\', at) is >= 0 and var escape)
        {
            result.Append(text, at, escape - at);
            char c = text[escape + 1];
            at = escape + 2;
            if (c == 'u')
            {
                result.Append((char)int.Parse(text.Substring(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                at += 4;
            }
            else
            {
                result.Append(c switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', _ => c });
            }
        }

        string unescaped = result.Append(text, at, text.Length - at).ToString();
        for (int i = 0; i < unescaped.Length; i++)
        {
            if (char.IsSurrogate(unescaped[i]) && !(i + 1 < unescaped.Length && char.IsSurrogatePair(unescaped[i], unescaped[++i])))
            {
                return null;
            }
        }

        return unescaped;
    }

    // Returns the UTF-16 code unit of the \u escape sequence at the start of the text, or null if there is none.
    private static char? ReadEscape(ReadOnlySpan<byte> text) =>
        text.Length >= Length && text[0] == '\\' && text[1] == 'u'
        && Utf8Parser.TryParse(text.Slice(2, Length - 2), out ushort unit, out int read, 'x') && read == Length - 2
            ? (char)unit
            : null;
}
