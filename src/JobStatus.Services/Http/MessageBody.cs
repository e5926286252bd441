using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Services.Json;

namespace JobStatus.Services.Http;

/// <summary>
/// Recognizes the JSON of an error that has a success status: an object that contains a message and at most its details. A data
/// file with other fields is not an error.
/// </summary>
internal static class MessageBody
{
    private static readonly HashSet<string> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        "message", "errorMessage", "error_message", "error_description", "error", "errorCode", "code", "status", "statusCode",
        "details", "path", "timestamp", "requestId", "request_id", "trackingId", "exceptionName", "innerExceptionMessage",
        "modelState",
    };

    /// <summary>Returns the error, or null if the response is something else.</summary>
    /// <param name="response">The response.</param>
    /// <param name="error">The error that the parser of the service finds in it.</param>
    public static ServiceError? Find(ResponseTree response, ServiceError error) =>
        !response.IsXml && response.Root.IsObject && !error.IsEmpty && response.Root.AdditionalData.Keys.All(Fields.Contains)
            ? error
            : null;
}
