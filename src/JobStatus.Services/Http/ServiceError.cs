namespace JobStatus.Services.Http;

/// <summary>The content of an error response.</summary>
internal sealed class ServiceError
{
    public string? Code { get; init; }

    public string? Message { get; init; }

    public string? TrackingId { get; init; }

    /// <summary>
    /// True if the error has a form that the service documents, so that it comes from the API and not from a gateway, a firewall
    /// or a proxy in front of it.
    /// </summary>
    public bool IsFromService { get; init; }

    /// <summary>The error for a response that contains neither an error nor the requested data.</summary>
    public static ServiceError UnexpectedContent { get; } =
        new() { Message = "the response does not contain the requested data", IsDescription = true };

    /// <summary>The error for a response that is an object although a list was requested.</summary>
    public static ServiceError ObjectInsteadOfList { get; } =
        new() { Message = "the response is valid JSON, but it is an object instead of a list", IsDescription = true };

    /// <summary>The error for a response that is a web page, such as a sign-in page.</summary>
    public static ServiceError Page { get; } = new() { Message = "the response is an HTML page", IsDescription = true };

    /// <summary>The error for a response that is a web page, such as a sign-in page, although a file was requested.</summary>
    public static ServiceError PageInsteadOfFile { get; } =
        new() { Message = "the response is an HTML page instead of the requested file", IsDescription = true };

    /// <summary>True if the message describes a response that contains no error of the service.</summary>
    public bool IsDescription { get; private init; }

    /// <summary>True if no error details were found in the body.</summary>
    public bool IsEmpty => Code is null && Message is null && TrackingId is null;
}
