using System;

namespace JobStatus.Services.Http;

/// <summary>Thrown if a response body exceeds the size limit.</summary>
internal sealed class BodyTooLargeException : Exception
{
    public BodyTooLargeException(long limit)
        : base($"The response is larger than {limit / (1024 * 1024)} MiB.")
    {
    }
}
