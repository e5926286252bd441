namespace JobStatus.Services.Alma;

/// <summary>Which definitions to list.</summary>
public sealed class AlmaJobQuery
{
    /// <summary>MANUAL, SCHEDULED or OTHER; null for all.</summary>
    public string? Type { get; init; }

    /// <summary>Only definitions of this area, in Alma's code; null for all.</summary>
    public string? Category { get; init; }

    /// <summary>Only scheduled definitions of this profile; null for all.</summary>
    public string? ProfileId { get; init; }
}
