using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>
/// One run of a job at a remote service, as it was at <see cref="ObservedAt"/>. This type has the members that all
/// services share, and each derived type has the fields of its service.
/// </summary>
public abstract class RemoteJob : ServiceObject
{
    private readonly RemoteJobState? _state;

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
    public string Id { get; init => field = ObjectId.Set(field, value); } = string.Empty;

    /// <summary>A human-readable name, or null if the service does not report one.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The state of the run. If it is not set, it is derived only from the status (and the result) that the service
    /// reports, never from dates or progress.
    /// </summary>
    public RemoteJobState State { get => _state ?? Meaning.State; init => _state = value; }

    /// <summary>
    /// True if the run has finished and the service will not change it anymore. False if the status is not known.
    /// </summary>
    public bool IsFinished =>
        State == Meaning.State
            ? Meaning.IsFinished
            : State is RemoteJobState.Completed or RemoteJobState.Warning or RemoteJobState.Failed or RemoteJobState.Stopped;

    /// <summary>The status that the service reports, unchanged, or null if the service did not send one.</summary>
    public string? Status { get; init; }

    /// <summary>The description of <see cref="Status"/> that the service sent, or null if there is none.</summary>
    public string? StatusDescription { get; init; }

    /// <summary>The progress in percent, from 0 to 100, or null if the service does not report it.</summary>
    public double? PercentComplete { get => field ?? Percent.Clamp(ReportedPercent); init; }

    /// <summary>The local time when the run was submitted, or null if the service does not report it.</summary>
    public DateTime? SubmittedAt { get => LocalTime.From(SubmittedInstant); init => SubmittedInstant = LocalTime.ToInstant(value); }

    /// <summary>
    /// The local time when the run started, or null if it has not started or the service does not report it.
    /// </summary>
    public DateTime? StartedAt { get => LocalTime.From(StartedInstant); init => StartedInstant = LocalTime.ToInstant(value); }

    /// <summary>
    /// The local time when the run finished, or null if it has not finished or the service does not report it.
    /// </summary>
    public DateTime? FinishedAt { get => LocalTime.From(FinishedInstant); init => FinishedInstant = LocalTime.ToInstant(value); }

    /// <summary>
    /// The duration of the run. For a running job, the time until <see cref="ObservedAt"/> if the service does not report
    /// it. Null if it is not known.
    /// </summary>
    public TimeSpan? Duration
    {
        get => field ?? ReportedDuration ?? MeasuredDuration;
        init => field = value < TimeSpan.Zero ? null : value;
    }

    /// <summary>
    /// The reason for a warning or a failure, in one line. Null if the run has not finished, if it succeeded, or if the
    /// service does not report a reason.
    /// </summary>
    public string? Message { get => field ?? ReportedMessage; init => field = DisplayText.OneLine(value); }

    /// <summary>The address of the run in the service, absolute or relative, or null if there is none.</summary>
    public Uri? Uri { get; init; }

    /// <summary>
    /// The local time when the run was read, according to the local clock. Null if the run was not read but created.
    /// </summary>
    public DateTime? ObservedAt { get => LocalTime.From(ObservedInstant); init => ObservedInstant = LocalTime.ToInstant(value); }

    /// <summary>The instant that <see cref="SubmittedAt"/> shows.</summary>
    internal DateTimeOffset? SubmittedInstant { get; init; }

    /// <summary>The instant that <see cref="StartedAt"/> shows.</summary>
    internal DateTimeOffset? StartedInstant { get; init; }

    /// <summary>The instant that <see cref="FinishedAt"/> shows.</summary>
    internal DateTimeOffset? FinishedInstant { get => field ?? ReportedEnd; init; }

    /// <summary>
    /// The instant by which runs of several services are sorted: when the run started, or else when it was submitted. An
    /// unfinished run without these times has just been submitted as far as is known.
    /// </summary>
    internal DateTimeOffset? SortInstant => StartedInstant ?? SubmittedInstant ?? (IsFinished ? FinishedInstant : ObservedInstant);

    /// <summary>The instant that <see cref="ObservedAt"/> shows.</summary>
    internal DateTimeOffset? ObservedInstant { get; init; }

    /// <summary>The id of the definition that the run belongs to, or null if it is not known.</summary>
    internal virtual string? DefinitionId => null;

    /// <summary>What the status (and the result) that the service reports means.</summary>
    internal abstract StatusMeaning Meaning { get; }

    /// <summary>The progress in percent that the service reports, or null.</summary>
    internal virtual double? ReportedPercent => null;

    /// <summary>The time when the run finished according to the fields of its service, or null.</summary>
    internal virtual DateTimeOffset? ReportedEnd => null;

    /// <summary>The duration according to the fields of the service, or null.</summary>
    internal virtual TimeSpan? ReportedDuration => null;

    /// <summary>The reason for a warning or a failure according to the fields of the service, in one line, or null.</summary>
    internal virtual string? ReportedMessage => null;

    /// <summary>The state and the status in one line, which follows "was still" in messages.</summary>
    internal virtual string StateText => $"{State} (status: {DisplayText.OneLine(Status) ?? "none"})";

    /// <summary>True if the run has completed, with or without warnings.</summary>
    internal bool HasSucceeded => State is RemoteJobState.Completed or RemoteJobState.Warning;

    /// <summary>True if the run failed and its service is expected to repeat it as another run.</summary>
    internal virtual bool IsRetryExpected => false;

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

    /// <summary>Returns a copy, to which values of another object can be added.</summary>
    internal RemoteJob Copy() => (RemoteJob)MemberwiseClone();

    /// <summary>Returns the service, the id, and the name if there is one.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString()
    {
        string run = $"{Service} {DisplayText.OneLine(Id)}";
        return DisplayText.OneLine(Name) is { } name ? $"{run} ({name})" : run;
    }

    // The clocks of the service and of this computer can differ, so the time could be negative.
    private TimeSpan? MeasuredDuration
    {
        get
        {
            bool isRunning = State is RemoteJobState.Running or RemoteJobState.Stopping;
            DateTimeOffset? end = isRunning ? ObservedInstant : FinishedInstant;
            return end - StartedInstant is { } duration && duration >= TimeSpan.Zero ? duration : null;
        }
    }
}
