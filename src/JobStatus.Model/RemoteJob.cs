using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>
/// One run of a job at a remote service, as it was at <see cref="ObservedAt"/>. This type has the members that all
/// services share, and each derived type has the fields of its service.
/// </summary>
public abstract class RemoteJob : ServiceObject
{
    /// <summary>The name of the service: Alma, Xplenty, or Alteryx.</summary>
    public abstract string Service { get; }

    /// <summary>
    /// The name of the connection that the run was read through, which later requests for the run also use. Null if the
    /// run was not read through a connection but from a webhook or a file.
    /// </summary>
    public string? Connection { get; init; }

    /// <summary>
    /// The id that identifies the run at its service. If the run was read by its id, this is the requested id.
    /// </summary>
    public string Id { get; init; } = string.Empty;

    /// <summary>A human-readable name, or null if the service does not report one.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The state of the run. It is derived only from the status (and the result) that the service reports, never from
    /// dates or progress.
    /// </summary>
    public abstract RemoteJobState State { get; }

    /// <summary>
    /// True if the run has finished and the service will not change it anymore. False if the status is not known.
    /// </summary>
    public abstract bool IsFinished { get; }

    /// <summary>The status that the service reports, unchanged, or null if the service did not send one.</summary>
    public string? Status { get; init; }

    /// <summary>The description of <see cref="Status"/> that the service sent, or null if there is none.</summary>
    public string? StatusDescription { get; init; }

    /// <summary>The progress in percent, from 0 to 100, or null if the service does not report it.</summary>
    public abstract double? PercentComplete { get; }

    /// <summary>The time when the run was submitted, or null if the service does not report it.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>The time when the run started, or null if it has not started or the service does not report it.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The time when the run finished, or null if it has not finished or the service does not report it.</summary>
    public abstract DateTimeOffset? FinishedAt { get; }

    /// <summary>
    /// The duration of the run, or the time that an unfinished run has taken so far. Null if the service does not report
    /// it.
    /// </summary>
    public abstract TimeSpan? Duration { get; }

    /// <summary>
    /// The reason for a warning or a failure, in one line. Null if the run has not finished, if it succeeded, or if the
    /// service does not report a reason.
    /// </summary>
    public abstract string? Message { get; }

    /// <summary>The address of the run in the service, absolute or relative, or null if there is none.</summary>
    public Uri? Uri { get; init; }

    /// <summary>The time when the run was read, according to the local clock.</summary>
    public DateTimeOffset ObservedAt { get; init; }

    /// <summary>
    /// True if the run was read from a list, which can contain fewer fields than the run itself. A wait reads such a run
    /// again before it reports the run as finished.
    /// </summary>
    internal bool IsFromList { get; init; }

    /// <summary>
    /// The fields that this type has no property for, and known fields with a value of an unexpected type, under the
    /// names that the service uses. The values are strings, numbers, Booleans, null, and arrays and dictionaries of
    /// these. Never null.
    /// </summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>Returns the service, the id, and the name if there is one.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString()
    {
        string run = $"{Service} {DisplayText.OneLine(Id)}";
        return DisplayText.OneLine(Name) is { } name ? $"{run} ({name})" : run;
    }
}
