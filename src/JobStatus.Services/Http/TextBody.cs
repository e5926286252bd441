using System;
using System.Text;
using JobStatus.Services.Json;

namespace JobStatus.Services.Http;

/// <summary>
/// A body of JSON as a reader of UTF-8 takes it: UTF-16 is put into UTF-8, and escapes that are no Unicode are mended.
/// </summary>
internal static class TextBody
{
    /// <summary>The text in UTF-8: the body's own bytes, mended in their place, or others where it was UTF-16.</summary>
    public static Span<byte> ToUtf8(byte[] body, int length)
    {
        Span<byte> text = DetectUtf16(body, length) is { } utf16 ? Encoding.Convert(utf16, Encoding.UTF8, body, 0, length) : body.AsSpan(0, length);
        JsonEscapes.ReplaceLoneSurrogates(text);
        return text;
    }

    // JSON begins with a letter of ASCII, so that a byte order mark or a NUL beside it tells UTF-16.
    private static Encoding? DetectUtf16(byte[] body, int length) =>
        length < 2 ? null
        : (body[0] == 0xFF && body[1] == 0xFE) || (body[0] != 0 && body[1] == 0) ? Encoding.Unicode
        : (body[0] == 0xFE && body[1] == 0xFF) || (body[0] == 0 && body[1] != 0) ? Encoding.BigEndianUnicode
        : null;
}
