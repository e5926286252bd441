using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>
/// One run of a job at a remote service, as it was at <see cref="ObservedAt"/>.
/// What is common to all services is here; each service's own fields are on the derived type.
/// </summary>
public abstract class RemoteJob
{
    /// <summary>The service's name: Alma, Xplenty or Alteryx.</summary>
    public abstract string Service { get; }

    /// <summary>
    /// The name of the connection that read this run, which is also the one that asks about it again;
    /// null when it was not read through a connection (a webhook or a file).
    /// </summary>
    public string? Connection { get; init; }

    /// <summary>What identifies the run at its service: the id that was asked for.</summary>
    public string Id { get; init; } = string.Empty;

    /// <summary>A name for people; null where the service gives none.</summary>
    public string? Name { get; init; }

    /// <summary>What the run is doing. Decided by the service's status alone, never by dates or progress.</summary>
    public abstract RemoteJobState State { get; }

    /// <summary>True once the service will not change the run any more. False for a status that is not known.</summary>
    public abstract bool IsFinished { get; }

    /// <summary>The service's own status word, untouched; null when the service sent none.</summary>
    public string? Status { get; init; }

    /// <summary>The service's own description of <see cref="Status"/>; null where there is none.</summary>
    public string? StatusDescription { get; init; }

    /// <summary>How far the run is, from 0 to 100; null where the service does not say.</summary>
    public abstract double? PercentComplete { get; }

    /// <summary>When the run was asked for; null where the service does not say.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>When the run began to work; null where the service does not say, or it has not begun.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the run ended; null where the service does not say, or it has not ended.</summary>
    public abstract DateTimeOffset? FinishedAt { get; }

    /// <summary>How long the run has worked; null where the service does not say.</summary>
    public abstract TimeSpan? Duration { get; }

    /// <summary>Why the run did not simply succeed, in one line; null when it did, or the service gives no reason.</summary>
    public abstract string? Message { get; }

    /// <summary>The run at the service, absolute or relative; null where there is no link.</summary>
    public Uri? Uri { get; init; }

    /// <summary>When this was read, by this machine's clock.</summary>
    public DateTimeOffset ObservedAt { get; init; }

    /// <summary>
    /// Whether it stood in a list, which can tell less than the run itself: a wait reads it once more before it hands
    /// it out as final.
    /// </summary>
    internal bool IsFromList { get; init; }

    /// <summary>
    /// What the service sent and this type has no property for, and known fields of an unexpected kind, under the
    /// service's own names: strings, numbers, booleans, null, arrays and dictionaries of these. Never null.
    /// </summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The service, the id, and the name where there is one.</summary>
    /// <returns>Text for people, in one line.</returns>
    public override string ToString()
    {
        string run = $"{Service} {DisplayText.OneLine(Id)}";
        return DisplayText.OneLine(Name) is { } name ? $"{run} ({name})" : run;
    }
}
