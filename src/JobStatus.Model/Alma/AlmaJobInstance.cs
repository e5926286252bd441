using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus;

/// <summary>One run of an Alma job, which Alma calls a job instance.</summary>
/// <remarks>Source: Alma Configuration API, "Retrieve details of a specific job instance".</remarks>
public sealed class AlmaJobInstance : RemoteJob
{
    /// <inheritdoc/>
    public override string Service => "Alma";

    // A service can send any number of alerts of any length.
    private const int MaxAlertsInMessage = 100;

    /// <summary>
    /// The id of the definition: M, S, or O followed by digits. This is the id in <see cref="JobInfo"/>, or the
    /// requested id if the response has none. Null if neither is known.
    /// </summary>
    public string? JobId { get; init; }

    /// <summary>The id of the run. Same as <see cref="RemoteJob.Id"/>, under the name that Alma uses.</summary>
    public string InstanceId { get => Id; init => Id = value; }

    /// <summary>The external id of the run, or null if Alma does not report it.</summary>
    public string? ExternalId { get; init; }

    /// <summary>
    /// Who or what submitted the run: a user id, <c>System</c>, or <c>exl_api</c>, for example. Null if Alma does not
    /// report it.
    /// </summary>
    public AlmaCodedValue? SubmittedBy { get; init; }

    /// <summary>Same as <see cref="RemoteJob.SubmittedAt"/>, under the name that Alma uses.</summary>
    public DateTime? SubmitTime => SubmittedAt;

    /// <summary>Same as <see cref="RemoteJob.StartedAt"/>, under the name that Alma uses.</summary>
    public DateTime? StartTime => StartedAt;

    /// <summary>
    /// The local end time that Alma reports, or null if Alma does not report one. A run that is still finalizing can already
    /// have an end time.
    /// </summary>
    public DateTime? EndTime { get => LocalTime.From(EndInstant); init => EndInstant = LocalTime.ToInstant(value); }

    /// <summary>
    /// The progress in percent, as Alma sent it, or null if Alma does not report it. The value can exceed 100, and it
    /// can stay at 0 for a failed run, so do not use it to detect completion.
    /// </summary>
    public double? Progress { get; init; }

    /// <summary>
    /// The date of the last status change as Alma reports it, which is not converted to local time. Null if Alma does not
    /// report it.
    /// </summary>
    public DateTime? StatusDate { get; init => field = value is { } date ? DateTime.SpecifyKind(date, DateTimeKind.Unspecified) : null; }

    /// <summary>The alerts, which describe the outcome. Never null.</summary>
    public IReadOnlyList<AlmaCodedValue> Alerts { get; init; } = [];

    /// <summary>
    /// The counters of the job report. A run with status COMPLETED_SUCCESS can still count failed records here. Never null.
    /// </summary>
    public IReadOnlyList<AlmaCounter> Counters { get; init; } = [];

    /// <summary>
    /// The actions of a metadata import. Each is a string, or a dictionary if Alma sent an object. Never null.
    /// </summary>
    public IReadOnlyList<object?> Actions { get; init; } = [];

    /// <summary>The definition that the run belongs to, or null if Alma does not report it.</summary>
    public AlmaJobInfo? JobInfo { get; init; }

    /// <summary>Same as <see cref="RemoteJob.Uri"/>, under the name that Alma uses.</summary>
    public Uri? Link => Uri;

    /// <summary>The instant that <see cref="EndTime"/> shows.</summary>
    internal DateTimeOffset? EndInstant { get; init; }

    internal override string? DefinitionId => JobId;

    internal override StatusMeaning Meaning => AlmaJobStatus.Interpret(Status);

    internal override double? ReportedPercent => Progress;

    internal override DateTimeOffset? ReportedEnd => IsFinished ? EndInstant : null;

    internal override string? ReportedMessage =>
        IsFinished && State != RemoteJobState.Completed
            ? DisplayText.OneLine(
                string.Join("; ", Alerts.Take(MaxAlertsInMessage).Select(alert => DisplayText.OneLine(alert.ToString()))))
            : null;
}
