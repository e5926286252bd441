using System;

namespace JobStatus.Services.Http;

/// <summary>Thrown while reading an answer whose status says success and whose body says error.</summary>
internal sealed class ServiceFaultException : Exception
{
    public ServiceFaultException(ServiceFault fault)
    {
        Fault = fault;
    }

    public ServiceFault Fault { get; }
}
