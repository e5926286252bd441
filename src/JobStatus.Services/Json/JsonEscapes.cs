using System;
using System.Buffers.Text;

namespace JobStatus.Services.Json;

/// <summary>Corrects the escape sequences of JSON text. The reader rejects a lone surrogate in a property name.</summary>
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

    // Returns the UTF-16 code unit of the \u escape sequence at the start of the text, or null if there is none.
    private static char? ReadEscape(ReadOnlySpan<byte> text) =>
        text.Length >= Length && text[0] == '\\' && text[1] == 'u'
        && Utf8Parser.TryParse(text.Slice(2, Length - 2), out ushort unit, out int read, 'x') && read == Length - 2
            ? (char)unit
            : null;
}
