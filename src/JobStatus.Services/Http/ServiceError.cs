namespace JobStatus.Services.Http;

/// <summary>What a service's error body says.</summary>
internal sealed class ServiceError
{
    public string? Code { get; init; }

    public string? Message { get; init; }

    public string? TrackingId { get; init; }

    /// <summary>The fault of an answer that says nothing and holds nothing of what was asked for.</summary>
    public static ServiceError UnexpectedContent { get; } = new() { Message = "The answer holds nothing of what was asked for." };

    /// <summary>Whether the body said nothing that could be read.</summary>
    public bool IsEmpty => Code is null && Message is null && TrackingId is null;
}
