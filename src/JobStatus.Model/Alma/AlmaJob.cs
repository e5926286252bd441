using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>
/// An Alma job as it is defined; its runs are <see cref="AlmaJobInstance"/>.
/// Page: Alma Configuration API, "Retrieve Jobs" and "Retrieve Job Details".
/// </summary>
public sealed class AlmaJob
{
    /// <summary>The name of the connection that read it.</summary>
    public string? Connection { get; init; }

    /// <summary>The definition's id: M, S or O and digits.</summary>
    public string JobId { get; init; } = string.Empty;

    /// <summary>The definition's name; null where Alma does not say.</summary>
    public string? Name { get; init; }

    /// <summary>The definition's description; null where Alma does not say.</summary>
    public string? Description { get; init; }

    /// <summary>MANUAL, SCHEDULED or OTHER; null where Alma does not say.</summary>
    public AlmaCodedValue? Type { get; init; }

    /// <summary>The area of Alma that it belongs to; null where Alma does not say.</summary>
    public AlmaCodedValue? Category { get; init; }

    /// <summary>What it works on; null where Alma does not say.</summary>
    public AlmaCodedValue? Content { get; init; }

    /// <summary>When it runs by itself; null where it does not, or Alma does not say.</summary>
    public AlmaCodedValue? Schedule { get; init; }

    /// <summary>When it runs next by itself; null where it does not, or Alma does not say.</summary>
    public DateTimeOffset? NextRun { get; init; }

    /// <summary>Who made it; null where Alma does not say.</summary>
    public AlmaCodedValue? Creator { get; init; }

    /// <summary>What it can be told when it is started. Empty in lists. Never null.</summary>
    public IReadOnlyList<AlmaJobParameter> Parameters { get; init; } = [];

    /// <summary>The profile that it belongs to; null where there is none.</summary>
    public AlmaReference? RelatedProfile { get; init; }

    /// <summary>What Alma adds, such as the run that was started; null where it adds nothing.</summary>
    public AlmaReference? AdditionalInfo { get; init; }

    /// <summary>The definition at the service, absolute or relative; null where Alma does not say.</summary>
    public Uri? Link { get; init; }

    /// <summary>What else Alma sent. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The id and the name.</summary>
    /// <returns>Text for people, in one line.</returns>
    public override string ToString() => DisplayText.OneLine(Name) is { } name ? $"{DisplayText.OneLine(JobId)} ({name})" : DisplayText.FirstNonEmpty(JobId);
}
