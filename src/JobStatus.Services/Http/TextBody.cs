using System;
using System.IO;
using System.Text;
using System.Threading;

namespace JobStatus.Services.Http;

/// <summary>Converts a JSON body to UTF-8.</summary>
internal static class TextBody
{
    private const int BlockSize = 64 * 1024;

    /// <summary>Returns the body in UTF-8. A body that is already in UTF-8 is not copied.</summary>
    /// <exception cref="InvalidDataException">The body exceeds the size limit in UTF-8.</exception>
    public static ArraySegment<byte> ToUtf8(byte[] body, int length, CancellationToken cancellationToken) =>
        DetectUtf16(body, length) is { } utf16 ? Convert(body, length, utf16, cancellationToken) : new(body, 0, length);

    // The result has at most half as many bytes again. Memory that is not written to is not in use yet.
    private static ArraySegment<byte> Convert(byte[] body, int length, Encoding utf16, CancellationToken cancellationToken)
    {
        byte[] text = new byte[Math.Min((length * 3L / 2) + 3, SizeLimitedStream.MaxBodyBytes)];
        char[] characters = new char[BlockSize];
        Decoder decoder = utf16.GetDecoder();
        Encoder encoder = Encoding.UTF8.GetEncoder();
        int read = 0;
        int written = 0;
        bool isLast;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(BlockSize, length - read);
            isLast = read + count == length;
            int characterCount = decoder.GetChars(body, read, count, characters, 0, flush: isLast);
            read += count;
            if (encoder.GetByteCount(characters, 0, characterCount, flush: isLast) > text.Length - written)
            {
                throw SizeLimitedStream.CreateTooLargeError();
            }

            written += encoder.GetBytes(characters, 0, characterCount, text, written, flush: isLast);
        }
        while (!isLast);

        return new(text, 0, written);
    }

    // JSON starts with an ASCII character, so a byte order mark or a NUL byte next to that character indicates UTF-16.
    private static Encoding? DetectUtf16(byte[] body, int length) =>
        length < 2 ? null
        : (body[0] == 0xFF && body[1] == 0xFE) || (body[0] != 0 && body[1] == 0) ? Encoding.Unicode
        : (body[0] == 0xFE && body[1] == 0xFF) || (body[0] == 0 && body[1] != 0) ? Encoding.BigEndianUnicode
        : null;
}
