using System;

namespace JobStatus.Services.Http;

/// <summary>A body is longer than anything that is read here.</summary>
internal sealed class BodyTooLargeException : Exception
{
    public BodyTooLargeException(long limit)
        : base($"The answer is longer than {limit / (1024 * 1024)} MiB.")
    {
    }
}
