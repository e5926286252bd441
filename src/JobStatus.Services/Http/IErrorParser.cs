using System;
using JobStatus.Services.Json;

namespace JobStatus.Services.Http;

/// <summary>Parses the errors of a service.</summary>
internal interface IErrorParser
{
    /// <summary>Parses an error body. Never throws: an unreadable body results in an empty error.</summary>
    ServiceError Parse(byte[] body);

    /// <summary>
    /// Returns the error in a response that has a success status but does not contain the requested data. It is empty if the
    /// response contains no text of an error.
    /// </summary>
    ServiceError FindText(ResponseObject response);

    /// <summary>Returns the kind for a service error code, or null if the HTTP status alone determines the kind.</summary>
    JobServiceErrorKind? KindOf(int statusCode, string? code);

    /// <summary>Returns what to do if the address of the connection may be the cause of an error, or null if it is not.</summary>
    string? FindAddressAdvice(JobServiceErrorKind kind, int? statusCode, Uri baseUri);

    /// <summary>Returns true if the code means that the service rejected the request without processing it.</summary>
    bool IsUnprocessed(string? code);
}
