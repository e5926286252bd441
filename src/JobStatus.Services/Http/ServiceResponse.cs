using System.IO;
using System.Net.Http.Headers;

namespace JobStatus.Services.Http;

/// <summary>A successful response, whose body is read as a stream.</summary>
internal sealed class ServiceResponse
{
    public ServiceResponse(Stream body, string? mediaType)
    {
        Body = body;
        MediaType = mediaType;
    }

    /// <summary>The body, which is limited in size.</summary>
    public Stream Body { get; }

    /// <summary>The media type in lower case, or null if the response has none.</summary>
    public string? MediaType { get; }

    /// <summary>
    /// The file name that the service sent, unchanged, or null if it sent none. It is not safe to use as a path.
    /// </summary>
    public string? FileName { get; init; }

    /// <summary>The length of the body in bytes, or null if it is compressed or the service does not report it.</summary>
    public long? Length { get; init; }

    // The encoded name (filename*) can contain characters that the plain one cannot.
    public static ServiceResponse From(Stream body, HttpContentHeaders headers) =>
        new(body, GetMediaType(headers))
        {
            FileName = (headers.ContentDisposition?.FileNameStar ?? headers.ContentDisposition?.FileName)?.Trim('"'),
            Length = headers.ContentEncoding.Count == 0 ? headers.ContentLength : null,
        };

    public static string? GetMediaType(HttpContentHeaders headers) => headers.ContentType?.MediaType?.ToLowerInvariant();
}
