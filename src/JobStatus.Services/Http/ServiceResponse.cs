using System.IO;

namespace JobStatus.Services.Http;

/// <summary>The body of a successful answer, to be read as it comes.</summary>
internal sealed class ServiceResponse
{
    public ServiceResponse(Stream body, string? mediaType)
    {
        Body = body;
        MediaType = mediaType;
    }

    /// <summary>Bounded in length.</summary>
    public Stream Body { get; }

    /// <summary>The media type in lower case; null where the service names none.</summary>
    public string? MediaType { get; }

    /// <summary>The file name that the service gives, as it came; null where it gives none.</summary>
    public string? FileName { get; init; }

    /// <summary>How many bytes there are; null where the service does not say.</summary>
    public long? Length { get; init; }
}
