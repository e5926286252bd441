using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>The summary of an Xplenty job's log.</summary>
public sealed class XplentyLogSummary : ServiceObject
{
    /// <summary>The id of the summary, or null if Xplenty does not report it.</summary>
    public long? Id { get; init; }

    /// <summary>The text of the summary, or null if Xplenty does not report it.</summary>
    public string? Body { get; init; }

    /// <summary>The reason for the failure, or null if Xplenty does not report it.</summary>
    public string? ErrorSummary { get; init; }

    /// <summary>The extract of the log that a language model wrote, or null if Xplenty does not report it.</summary>
    public string? OpenaiExtract { get; init; }

    /// <summary>The actions that Xplenty suggests. Never null.</summary>
    public IReadOnlyList<object?> ActionItems { get; init; } = [];

    /// <summary>The local time when the summary was created, or null if Xplenty does not report it.</summary>
    public DateTime? CreatedAt { get => LocalTime.From(CreatedInstant); init => CreatedInstant = LocalTime.ToInstant(value); }

    /// <summary>Other fields that Xplenty sent for the summary, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The instant that <see cref="CreatedAt"/> shows.</summary>
    internal DateTimeOffset? CreatedInstant { get; init; }

    /// <summary>Returns the error summary, or the text if there is no error summary.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(ErrorSummary, Body);
}
