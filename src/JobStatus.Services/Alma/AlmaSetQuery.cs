namespace JobStatus.Services.Alma;

/// <summary>The sets to list.</summary>
public sealed class AlmaSetQuery
{
    /// <summary>Only sets with this type of members, such as USER. Null for all types.</summary>
    public string? Content { get; init; }

    /// <summary>Only sets of this type: ITEMIZED or LOGICAL. Null for both.</summary>
    public string? Type { get; init; }

    /// <summary>Only sets of this origin: UI, or UI_CZ for the Community Zone. Null for all origins.</summary>
    public string? Origin { get; init; }

    /// <summary>Only sets with this word in their name. Null for all names.</summary>
    public string? NameWord { get; init; }

    /// <summary>Only sets of this creator. Null for all creators.</summary>
    public string? CreatedBy { get; init; }
}
