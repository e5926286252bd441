using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Http;

/// <summary>
/// Sends files of any length, which are generated while they are sent. A file consists of numbered lines of 64 bytes,
/// so that a missing or repeated part can be detected.
/// </summary>
internal static class GeneratedFile
{
    private const int LineLength = 64;
    private const int LinesPerWrite = 1024;

    /// <param name="context">The request.</param>
    /// <param name="contentType">The Content-Type of the file.</param>
    /// <param name="disposition">The Content-Disposition, sent unchanged. If empty, the header is left out.</param>
    /// <param name="length">The length in bytes.</param>
    public static async Task RespondWithFileAsync(
        this HttpContext context, string contentType, string disposition, long length)
    {
        HttpResponse response = context.Response;
        response.ContentType = contentType;
        response.ContentLength = length;
        if (!string.IsNullOrEmpty(disposition))
        {
            response.Headers.ContentDisposition = disposition;
        }

        CancellationToken cancellationToken = context.RequestAborted;
        byte[] lines = new byte[LineLength * LinesPerWrite];
        for (long sent = 0; sent < length; sent += lines.Length)
        {
            Fill(lines, sent / LineLength);
            int count = (int)Math.Min(lines.Length, length - sent);
            await response.Body.WriteAsync(lines.AsMemory(0, count), cancellationToken);
        }
    }

    /// <summary>Creates a Content-Disposition for any file name.</summary>
    public static string Attachment(string fileName)
    {
        StringBuilder plain = new();
        foreach (char character in fileName)
        {
            plain.Append(character is >= ' ' and <= '~' and not '"' and not '\\' ? character : '_');
        }

        string escaped = Uri.EscapeDataString(string.Concat(fileName.EnumerateRunes().Select(rune => rune.ToString())));
        return plain.Equals(fileName)
            ? $"attachment; filename=\"{fileName}\""
            : $"attachment; filename=\"{plain}\"; filename*=UTF-8''{escaped}";
    }

    private static void Fill(byte[] lines, long firstNumber)
    {
        for (int line = 0; line < LinesPerWrite; line++)
        {
            Span<byte> content = lines.AsSpan(line * LineLength, LineLength);
            content.Fill((byte)'.');
            content[^1] = (byte)'\n';
            (firstNumber + line).TryFormat(content, out _, "D19", CultureInfo.InvariantCulture);
        }
    }
}
