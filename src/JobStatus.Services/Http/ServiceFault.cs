namespace JobStatus.Services.Http;

/// <summary>What a service's error body says.</summary>
internal sealed class ServiceFault
{
    public string? Code { get; init; }

    public string? Message { get; init; }

    public string? TrackingId { get; init; }
}
