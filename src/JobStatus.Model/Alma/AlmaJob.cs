using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>The definition of an Alma job. Each of its runs is an <see cref="AlmaJobInstance"/>.</summary>
/// <remarks>Source: Alma Configuration API, "Retrieve Jobs" and "Retrieve Job Details".</remarks>
public sealed class AlmaJob : ServiceObject
{
    /// <summary>The name of the connection that the definition was read through.</summary>
    public string? Connection { get; init; }

    /// <summary>The id of the definition: M, S, or O followed by digits.</summary>
    public string JobId { get; init => field = ObjectId.Set(field, value); } = string.Empty;

    /// <summary>Same as <see cref="JobId"/>.</summary>
    public string Id { get => JobId; init => JobId = value; }

    /// <summary>The name of the definition, or null if Alma does not report it.</summary>
    public string? Name { get; init; }

    /// <summary>The description of the definition, or null if Alma does not report it.</summary>
    public string? Description { get; init; }

    /// <summary>The type: MANUAL, SCHEDULED, or OTHER. Null if Alma does not report it.</summary>
    public AlmaCodedValue? Type { get; init; }

    /// <summary>The category (the area of Alma that the job belongs to), or null if Alma does not report it.</summary>
    public AlmaCodedValue? Category { get; init; }

    /// <summary>The type of content that the job processes, or null if Alma does not report it.</summary>
    public AlmaCodedValue? Content { get; init; }

    /// <summary>The schedule, or null if the job is not scheduled or Alma does not report it.</summary>
    public AlmaCodedValue? Schedule { get; init; }

    /// <summary>
    /// The local time of the next scheduled run, or null if the job is not scheduled or Alma does not report it.
    /// </summary>
    public DateTime? NextRun { get => LocalTime.From(NextRunInstant); init => NextRunInstant = LocalTime.ToInstant(value); }

    /// <summary>The creator of the definition, or null if Alma does not report it.</summary>
    public AlmaCodedValue? Creator { get; init; }

    /// <summary>
    /// The parameters that can be passed when the job is started. Empty for definitions that were read from a list.
    /// Never null.
    /// </summary>
    public IReadOnlyList<AlmaJobParameter> Parameters { get; init; } = [];

    /// <summary>The profile that the job belongs to, or null if there is none.</summary>
    public AlmaReference? RelatedProfile { get; init; }

    /// <summary>Additional information, such as a link to the run that was started, or null if there is none.</summary>
    public AlmaReference? AdditionalInfo { get; init; }

    /// <summary>The API address of the definition, absolute or relative, or null if Alma does not report it.</summary>
    public Uri? Link { get; init; }

    /// <summary>Other fields that Alma sent for the definition, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The instant that <see cref="NextRun"/> shows.</summary>
    internal DateTimeOffset? NextRunInstant { get; init; }

    /// <summary>Returns the id and the name.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() =>
        DisplayText.OneLine(Name) is { } name ? $"{DisplayText.OneLine(JobId)} ({name})" : DisplayText.FirstNonEmpty(JobId);
}
