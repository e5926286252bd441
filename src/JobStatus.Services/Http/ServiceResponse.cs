using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace JobStatus.Services.Http;

/// <summary>A successful response, whose body is read as a stream.</summary>
internal sealed class ServiceResponse
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public ServiceResponse(Stream body, string? mediaType)
    {
        Body = body;
        MediaType = mediaType;
    }

    /// <summary>The body, which is limited in size.</summary>
    public Stream Body { get; }

    /// <summary>The media type in lower case, or null if the response has none.</summary>
    public string? MediaType { get; }

    public HttpStatusCode StatusCode { get; init; } = HttpStatusCode.OK;

    /// <summary>
    /// The file name that the service sent, without secrets, or null if it sent none. It is not safe to use as a path.
    /// </summary>
    public string? FileName { get; init; }

    /// <summary>The length of the body in bytes, or null if it is compressed or the service does not report it.</summary>
    public long? Length { get; init; }

    /// <summary>Redacts the secrets of the connection in the text of the response, or null if there are none.</summary>
    public SecretRedactor? Redactor { get; init; }

    // The encoded name (filename*) can contain characters that the plain one cannot.
    public static ServiceResponse From(
        Stream body,
        HttpContentHeaders headers,
        SecretRedactor redactor,
        HttpStatusCode status = HttpStatusCode.OK) =>
        new(body, GetMediaType(headers))
        {
            Redactor = redactor,
            StatusCode = status,
            FileName = (headers.ContentDisposition?.FileNameStar ?? FromUtf8(headers.ContentDisposition?.FileName))?.Trim('"') is { } name
                ? redactor.Redact(name)
                : null,
            Length = headers.ContentEncoding.Count == 0 ? headers.ContentLength : null,
        };

    // A header is read as Latin-1, but some servers send a name in UTF-8.
    private static string? FromUtf8(string? name)
    {
        if (name is null || !name.Any(static c => c > '\u007F') || name.Any(static c => c > '\u00FF'))
        {
            return name;
        }

        try
        {
            return StrictUtf8.GetString([.. name.Select(static c => (byte)c)]);
        }
        catch (DecoderFallbackException)
        {
            return name;
        }
    }

    public static string? GetMediaType(HttpContentHeaders headers) => headers.ContentType?.MediaType?.ToLowerInvariant();
}
