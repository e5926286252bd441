using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>The definition that an Alma run belongs to, as included in the response for the run.</summary>
public sealed class AlmaJobInfo : ServiceObject
{
    /// <summary>The id of the definition: M, S, or O followed by digits. Null if Alma does not report it.</summary>
    public string? Id { get; init; }

    /// <summary>The name of the definition, or null if Alma does not report it.</summary>
    public string? Name { get; init; }

    /// <summary>The description of the definition, or null if Alma does not report it.</summary>
    public string? Description { get; init; }

    /// <summary>The type: MANUAL, SCHEDULED, or OTHER. Null if Alma does not report it.</summary>
    public AlmaCodedValue? Type { get; init; }

    /// <summary>The category (the area of Alma that the job belongs to), or null if Alma does not report it.</summary>
    public AlmaCodedValue? Category { get; init; }

    /// <summary>The API address of the definition, absolute or relative, or null if Alma does not report it.</summary>
    public Uri? Link { get; init; }

    /// <summary>Other fields that Alma sent for the definition, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>Returns the name, or the id if there is no name.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Name, Id);
}
