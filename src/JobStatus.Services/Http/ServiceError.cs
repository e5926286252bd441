namespace JobStatus.Services.Http;

/// <summary>The content of an error response.</summary>
internal sealed class ServiceError
{
    public string? Code { get; init; }

    public string? Message { get; init; }

    public string? TrackingId { get; init; }

    /// <summary>The error for a response that contains neither an error nor the requested data.</summary>
    public static ServiceError UnexpectedContent { get; } = new() { Message = "the response does not contain the requested data" };

    /// <summary>The error for a response that is an object although a list was requested.</summary>
    public static ServiceError ObjectInsteadOfList { get; } =
        new() { Message = "the response is valid JSON, but it is an object instead of a list" };

    /// <summary>True if no error details were found in the body.</summary>
    public bool IsEmpty => Code is null && Message is null && TrackingId is null;
}
