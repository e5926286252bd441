using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>The definition that an Alma run belongs to, as the run's own page tells it.</summary>
public sealed class AlmaJobInfo
{
    /// <summary>The definition's id: M, S or O and digits; null where Alma does not say.</summary>
    public string? Id { get; init; }

    /// <summary>The definition's name; null where Alma does not say.</summary>
    public string? Name { get; init; }

    /// <summary>The definition's description; null where Alma does not say.</summary>
    public string? Description { get; init; }

    /// <summary>MANUAL, SCHEDULED or OTHER; null where Alma does not say.</summary>
    public AlmaCodedValue? Type { get; init; }

    /// <summary>The area of Alma that the definition belongs to; null where Alma does not say.</summary>
    public AlmaCodedValue? Category { get; init; }

    /// <summary>The definition at the service, absolute or relative; null where Alma does not say.</summary>
    public Uri? Link { get; init; }

    /// <summary>What else Alma sent about the definition. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The name, else the id.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Name, Id);
}
