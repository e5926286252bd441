using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>An Alma set: the records that a job processes.</summary>
/// <remarks>Source: Alma Configuration API, "Retrieve Sets" and "Retrieve a Set".</remarks>
public sealed class AlmaSet : ServiceObject
{
    /// <summary>The name of the connection that the set was read through.</summary>
    public string? Connection { get; init; }

    /// <summary>The id of the set.</summary>
    public string SetId { get; init => field = ObjectId.Set(field, value); } = string.Empty;

    /// <summary>Same as <see cref="SetId"/>.</summary>
    public string Id { get => SetId; init => SetId = value; }

    /// <summary>The name of the set, or null if Alma does not report it.</summary>
    public string? Name { get; init; }

    /// <summary>The description of the set, or null if there is none.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// ITEMIZED for a list of members, or LOGICAL for the results of a query. Null if Alma does not report it.
    /// </summary>
    public AlmaCodedValue? Type { get; init; }

    /// <summary>The type of the members, such as BIB_MMS, ITEM or USER. Null if Alma does not report it.</summary>
    public AlmaCodedValue? Content { get; init; }

    /// <summary>True if only the creator of the set can see it. Null if Alma does not report it.</summary>
    public bool? Private { get; init; }

    /// <summary>The status of the set, such as ACTIVE. Null if Alma does not report it.</summary>
    public AlmaCodedValue? Status { get; init; }

    /// <summary>The day on which the status changed, or null if Alma does not report it.</summary>
    public DateTime? StatusDate { get; init; }

    /// <summary>The note, or null if there is none.</summary>
    public string? Note { get; init; }

    /// <summary>The creator of the set, or null if Alma does not report it.</summary>
    public AlmaCodedValue? CreatedBy { get; init; }

    /// <summary>The day on which the set was created, or null if Alma does not report it.</summary>
    public DateTime? CreatedDate { get; init; }

    /// <summary>The query of a logical set. Null for other sets, or if Alma does not report it.</summary>
    public AlmaCodedValue? Query { get; init; }

    /// <summary>The number of members. Null if Alma does not report it, as for sets that were read from a list.</summary>
    public long? NumberOfMembers { get; init; }

    /// <summary>The API address of the members, absolute or relative, or null if Alma does not report it.</summary>
    public Uri? MembersLink { get; init; }

    /// <summary>Additional information, such as a link to the job that fills the set, or null if there is none.</summary>
    public AlmaReference? AdditionalInfo { get; init; }

    /// <summary>The API address of the set, absolute or relative, or null if Alma does not report it.</summary>
    public Uri? Link { get; init; }

    /// <summary>Other fields that Alma sent for the set, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>Returns the id and the name.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() =>
        DisplayText.OneLine(Name) is { } name ? $"{DisplayText.OneLine(SetId)} ({name})" : DisplayText.FirstNonEmpty(SetId);
}
