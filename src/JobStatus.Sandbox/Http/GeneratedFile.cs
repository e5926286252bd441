using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Http;

/// <summary>
/// Files of any length, which are made while they are sent. Each consists of lines of 64 bytes that carry their number,
/// so that a hole or a repetition in what arrived can be seen.
/// </summary>
internal static class GeneratedFile
{
    private const int LineLength = 64;
    private const int LinesAtOnce = 1024;

    /// <param name="context">The request.</param>
    /// <param name="contentType">The type of the file.</param>
    /// <param name="disposition">The Content-Disposition as it is; none is sent when it is empty.</param>
    /// <param name="length">The length in bytes.</param>
    internal static async Task AnswerFileAsync(
        this HttpContext context, string contentType, string disposition, long length)
    {
        HttpResponse response = context.Response;
        response.ContentType = contentType;
        response.ContentLength = length;
        if (!string.IsNullOrEmpty(disposition))
        {
            response.Headers.ContentDisposition = disposition;
        }

        CancellationToken gone = context.RequestAborted;
        byte[] lines = new byte[LineLength * LinesAtOnce];
        for (long sent = 0; sent < length; sent += lines.Length)
        {
            Fill(lines, sent / LineLength);
            await response.Body.WriteAsync(lines.AsMemory(0, (int)Math.Min(lines.Length, length - sent)), gone);
        }
    }

    /// <summary>A Content-Disposition that carries any name.</summary>
    internal static string Attachment(string fileName)
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
        for (int line = 0; line < LinesAtOnce; line++)
        {
            Span<byte> place = lines.AsSpan(line * LineLength, LineLength);
            place.Fill((byte)'.');
            place[^1] = (byte)'\n';
            (firstNumber + line).TryFormat(place, out _, "D19", CultureInfo.InvariantCulture);
        }
    }
}
