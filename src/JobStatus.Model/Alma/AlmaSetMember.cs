using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>A member of an Alma set.</summary>
/// <remarks>Source: Alma Configuration API, "Retrieve Set Members".</remarks>
public sealed class AlmaSetMember : ServiceObject
{
    /// <summary>The name of the connection that the member was read through.</summary>
    public string? Connection { get; init; }

    /// <summary>The id of the set.</summary>
    public string SetId { get; init; } = string.Empty;

    /// <summary>The id of the member, such as the id of a user.</summary>
    public string MemberId { get; init => field = ObjectId.Set(field, value); } = string.Empty;

    /// <summary>Same as <see cref="MemberId"/>.</summary>
    public string Id { get => MemberId; init => MemberId = value; }

    /// <summary>The description of the member, such as the name of a user. Null if Alma does not report it.</summary>
    public string? Description { get; init; }

    /// <summary>The API address of the record, absolute or relative, or null if Alma does not report it.</summary>
    public Uri? Link { get; init; }

    /// <summary>Other fields that Alma sent for the member, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>Returns the id and the description.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() =>
        DisplayText.OneLine(Description) is { } description
            ? $"{DisplayText.OneLine(MemberId)} ({description})"
            : DisplayText.FirstNonEmpty(MemberId);
}
