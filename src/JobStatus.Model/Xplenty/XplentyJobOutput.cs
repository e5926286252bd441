using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>One output of an Xplenty job.</summary>
public sealed class XplentyJobOutput : ServiceObject
{
    /// <summary>The id of the output, or null if Xplenty does not report it.</summary>
    public long? Id { get; init; }

    /// <summary>The name of the output, or null if Xplenty does not report it.</summary>
    public string? Name { get; init; }

    /// <summary>The progress of the output, from 0 to 1, or null if Xplenty does not report it.</summary>
    public double? Progress { get; init; }

    /// <summary>The number of records that were written, or null if Xplenty does not report it.</summary>
    public long? RecordsCount { get; init; }

    /// <summary>The local time when the output was created, or null if Xplenty does not report it.</summary>
    public DateTime? CreatedAt { get => LocalTime.From(CreatedInstant); init => CreatedInstant = LocalTime.ToInstant(value); }

    /// <summary>The local time when the output was last updated, or null if Xplenty does not report it.</summary>
    public DateTime? UpdatedAt { get => LocalTime.From(UpdatedInstant); init => UpdatedInstant = LocalTime.ToInstant(value); }

    /// <summary>The API address of the output, or null if Xplenty does not report it.</summary>
    public Uri? Url { get; init; }

    /// <summary>The API address of the output preview, or null if Xplenty does not report it.</summary>
    public Uri? PreviewUrl { get; init; }

    /// <summary>The type of the preview, or null if Xplenty does not report it.</summary>
    public string? PreviewType { get; init; }

    /// <summary>
    /// The name of the component that writes the output, from API version 1 or 2, or null if Xplenty does not report it.
    /// </summary>
    public string? ComponentName { get; init; }

    /// <summary>The component that writes the output, or null if Xplenty does not report it. API version 2 only.</summary>
    public XplentyComponent? Component { get; init; }

    /// <summary>Other fields that Xplenty sent for the output, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The instant that <see cref="CreatedAt"/> shows.</summary>
    internal DateTimeOffset? CreatedInstant { get; init; }

    /// <summary>The instant that <see cref="UpdatedAt"/> shows.</summary>
    internal DateTimeOffset? UpdatedInstant { get; init; }

    /// <summary>Returns the name, or the id if there is no name.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Name, $"{Id}");
}
