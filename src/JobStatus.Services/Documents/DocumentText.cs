using System;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;

namespace JobStatus.Services.Documents;

/// <summary>Decodes the bytes of a document, such as a file or the body of a webhook.</summary>
public static class DocumentText
{
    // An XML declaration is at the start of the document and is not longer than this.
    private const int MaxDeclarationBytes = 256;

    private static readonly Regex Declaration = new(
        "^<\\?xml\\s[^>]*?\\sencoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']",
        RegexOptions.CultureInvariant);

    /// <summary>
    /// Creates a reader for a document in the encoding of its byte order mark or its XML declaration, or else in UTF-8. Disposing
    /// the reader closes the stream.
    /// </summary>
    /// <param name="stream">The bytes. The stream must support seeking.</param>
    /// <returns>The reader.</returns>
    public static StreamReader Open(Stream stream)
    {
        byte[] start = new byte[MaxDeclarationBytes];
        long position = stream.Position;
        int length = stream.Read(start, 0, start.Length);
        stream.Position = position;
        return new StreamReader(stream, FindEncoding(start, length), detectEncodingFromByteOrderMarks: true);
    }

    private static Encoding FindEncoding(byte[] start, int length)
    {
        // Without a byte order mark, UTF-16 has NUL bytes next to the first character, which is in ASCII.
        if (length >= 2 && (start[0] == 0) != (start[1] == 0))
        {
            return start[0] == 0 ? Encoding.BigEndianUnicode : Encoding.Unicode;
        }

        Match match = Declaration.Match(Encoding.ASCII.GetString(start, 0, length));
        return match.Success && FindEncoding(match.Groups[1].Value) is { } declared ? declared : Encoding.UTF8;
    }

    // The declaration was read as ASCII, so an encoding in which it has other bytes is wrong.
    private static Encoding? FindEncoding(string name)
    {
        try
        {
            var encoding = Encoding.GetEncoding(name);
            return Encoding.ASCII.GetString(encoding.GetBytes("<")) == "<" ? encoding : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
