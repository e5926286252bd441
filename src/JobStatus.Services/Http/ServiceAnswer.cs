using System.IO;

namespace JobStatus.Services.Http;

/// <summary>The body of a successful answer, to be read as it comes.</summary>
internal sealed class ServiceAnswer
{
    public ServiceAnswer(Stream body, string? mediaType, int statusCode)
    {
        Body = body;
        MediaType = mediaType;
        StatusCode = statusCode;
    }

    /// <summary>Bounded in length.</summary>
    public Stream Body { get; }

    /// <summary>The media type in lower case; null where the service names none.</summary>
    public string? MediaType { get; }

    public int StatusCode { get; }
}
