namespace JobStatus.Services.Alma;

/// <summary>The definitions to list.</summary>
public sealed class AlmaJobQuery
{
    /// <summary>List only definitions of this type: MANUAL, SCHEDULED, or OTHER. Null for all.</summary>
    public string? Type { get; init; }

    /// <summary>List only definitions in this category, as an Alma code. Null for all.</summary>
    public string? Category { get; init; }

    /// <summary>List only scheduled definitions of this profile. Null for all.</summary>
    public string? ProfileId { get; init; }
}
