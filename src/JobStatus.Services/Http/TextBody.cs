using System;
using System.Text;
using JobStatus.Services.Json;

namespace JobStatus.Services.Http;

/// <summary>
/// Converts a JSON body to valid UTF-8: converts UTF-16, and replaces escape sequences that are not valid Unicode.
/// </summary>
internal static class TextBody
{
    /// <summary>Returns the body in UTF-8. A body that is already in UTF-8 is corrected in place.</summary>
    public static ArraySegment<byte> ToUtf8(byte[] body, int length)
    {
        ArraySegment<byte> text = DetectUtf16(body, length) is { } utf16
            ? new(Encoding.Convert(utf16, Encoding.UTF8, body, 0, length))
            : new(body, 0, length);
        JsonEscapes.ReplaceLoneSurrogates(text);
        return text;
    }

    // JSON starts with an ASCII character, so a byte order mark or a NUL byte next to that character indicates UTF-16.
    private static Encoding? DetectUtf16(byte[] body, int length) =>
        length < 2 ? null
        : (body[0] == 0xFF && body[1] == 0xFE) || (body[0] != 0 && body[1] == 0) ? Encoding.Unicode
        : (body[0] == 0xFE && body[1] == 0xFF) || (body[0] == 0 && body[1] != 0) ? Encoding.BigEndianUnicode
        : null;
}
