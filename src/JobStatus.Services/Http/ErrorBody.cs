using System;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Http;

/// <summary>Reads the bodies of error responses, which can be incomplete or in any format.</summary>
internal static class ErrorBody
{
    /// <summary>The maximum number of bytes that are read.</summary>
    public const int MaxBytes = 64 * 1024;
    private const int MaxPlainTextBytes = 500;

    /// <summary>Returns the start of a body. JSON is returned in UTF-8.</summary>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using Stream body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        return await ReadAsync(body, ServiceResponse.GetMediaType(response.Content.Headers), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the start of a body. JSON is returned in UTF-8.</summary>
    public static async Task<byte[]> ReadAsync(Stream body, string? mediaType, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[MaxBytes];
        int length = 0;
        try
        {
            int read;
            while (length < buffer.Length
                && (read = await body.ReadAsync(buffer, length, buffer.Length - length, cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += read;
            }
        }
        catch (Exception exception)
            when (exception is IOException or HttpRequestException or InvalidDataException && !cancellationToken.IsCancellationRequested)
        {
            // The status is enough to report the failure, so a partial error text is acceptable.
        }

        // An XML document declares its own encoding.
        bool isXml = mediaType?.EndsWith("xml", StringComparison.Ordinal) == true;
        return (isXml ? buffer.AsSpan(0, length) : TextBody.ToUtf8(buffer, length, cancellationToken)).ToArray();
    }

    /// <summary>Returns an error with the start of a body as its message. An ellipsis shows that the rest was cut off.</summary>
    public static ServiceError AsPlainText(byte[] body) => new()
    {
        Message = body.Length <= MaxPlainTextBytes
            ? Encoding.UTF8.GetString(body)
            : Encoding.UTF8.GetString(body, 0, MaxPlainTextBytes) + DisplayText.Ellipsis,
    };
}
