using System;

namespace JobStatus.Services.Http;

/// <summary>Thrown while reading an answer whose status says success and whose body says error.</summary>
internal sealed class ServiceErrorException : Exception
{
    public ServiceErrorException(ServiceError error)
    {
        Error = error;
    }

    public ServiceError Error { get; }
}
