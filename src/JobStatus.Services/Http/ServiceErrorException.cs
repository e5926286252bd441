using System;

namespace JobStatus.Services.Http;

/// <summary>Thrown if a response has a success status but its body contains an error.</summary>
internal sealed class ServiceErrorException : Exception
{
    public ServiceErrorException(ServiceError error)
    {
        Error = error;
    }

    public ServiceError Error { get; }
}
