using System;
using System.Buffers.Text;
using System.Threading;

namespace JobStatus.Services.Json;

/// <summary>Replaces the escape sequences of JSON text.</summary>
internal static class JsonEscapes
{
    private const int UnicodeLength = 6;
    private const int ReplacementCharacter = 0xFFFD;
    private const int FirstSupplementary = 0x10000;

    // The cancellation token is checked whenever this number of escape sequences has been replaced. It is a power of two.
    private const int CancellationInterval = 4096;

    /// <summary>
    /// Replaces the escape sequences of a valid JSON string with the characters that they stand for, in place, and returns the
    /// new length. A lone surrogate becomes the replacement character.
    /// </summary>
    public static int Unescape(Span<byte> text, CancellationToken cancellationToken)
    {
        int read = 0;
        int written = 0;
        int count = 0;
        while (text.Slice(read).IndexOf((byte)'\\') is >= 0 and var plain)
        {
            if ((count++ & (CancellationInterval - 1)) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            text.Slice(read, plain).CopyTo(text.Slice(written));
            read += plain;
            written += plain;
            if (ReadUnicode(text.Slice(read)) is not { } unit)
            {
                text[written++] = text[read + 1] switch
                {
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    byte itself => itself,
                };
                read += 2;
                continue;
            }

            read += UnicodeLength;
            int codePoint = unit;
            if (char.IsHighSurrogate(unit) && ReadUnicode(text.Slice(read)) is { } low && char.IsLowSurrogate(low))
            {
                codePoint = char.ConvertToUtf32(unit, low);
                read += UnicodeLength;
            }
            else if (char.IsSurrogate(unit))
            {
                codePoint = ReplacementCharacter;
            }

            written += WriteUtf8(codePoint, text.Slice(written));
        }

        text.Slice(read).CopyTo(text.Slice(written));
        return written + text.Length - read;
    }

    // Returns the UTF-16 code unit of the \u escape sequence at the start of the text, or null if there is none.
    private static char? ReadUnicode(ReadOnlySpan<byte> text) =>
        text.Length >= UnicodeLength && text[0] == '\\' && text[1] == 'u'
        && Utf8Parser.TryParse(text.Slice(2, UnicodeLength - 2), out ushort unit, out int read, 'x') && read == UnicodeLength - 2
            ? (char)unit
            : null;

    private static int WriteUtf8(int codePoint, Span<byte> text)
    {
        if (codePoint < 0x80)
        {
            text[0] = (byte)codePoint;
            return 1;
        }

        int length = codePoint < 0x800 ? 2 : codePoint < FirstSupplementary ? 3 : 4;
        for (int i = length - 1; i > 0; i--)
        {
            text[i] = (byte)(0x80 | (codePoint & 0x3F));
            codePoint >>= 6;
        }

        text[0] = (byte)((0xF00 >> length) | codePoint);
        return length;
    }
}
