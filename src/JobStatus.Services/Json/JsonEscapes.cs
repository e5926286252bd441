using System;
using System.Buffers.Text;

namespace JobStatus.Services.Json;

/// <summary>The escapes of JSON text. Half a surrogate pair is one that no reader takes in a field's name.</summary>
internal static class JsonEscapes
{
    private const int Length = 6;

    /// <summary>Puts the replacement character where an escape is half a surrogate pair.</summary>
    /// <param name="text">The whole text.</param>
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

    // The UTF-16 unit that an escape stands for; null where none of that kind stands.
    private static char? ReadEscape(ReadOnlySpan<byte> text) =>
        text.Length >= Length && text[0] == '\\' && text[1] == 'u'
        && Utf8Parser.TryParse(text.Slice(2, Length - 2), out ushort unit, out int read, 'x') && read == Length - 2
            ? (char)unit
            : null;
}
