using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus;

/// <summary>
/// One run of an Alma job: Alma's "job instance".
/// Page: Alma Configuration API, "Retrieve details of a specific job instance".
/// </summary>
public sealed class AlmaJobInstance : RemoteJob
{
    /// <inheritdoc/>
    public override string Service => "Alma";

    /// <summary>
    /// The id of the definition that was run: M, S or O and digits. What <see cref="JobInfo"/> says, else what was
    /// asked for; null when neither is known.
    /// </summary>
    public string? JobId { get; init; }

    /// <summary>The id of the run: the same as <see cref="RemoteJob.Id"/>, under Alma's own name.</summary>
    public string InstanceId => Id;

    /// <summary>A second id of the run; null where Alma does not say.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Who asked for the run: a person's id, <c>System</c>, <c>exl_api</c>; null where Alma does not say.</summary>
    public AlmaCodedValue? SubmittedBy { get; init; }

    /// <summary>The same as <see cref="RemoteJob.SubmittedAt"/>, under Alma's own name.</summary>
    public DateTimeOffset? SubmitTime => SubmittedAt;

    /// <summary>The same as <see cref="RemoteJob.StartedAt"/>, under Alma's own name.</summary>
    public DateTimeOffset? StartTime => StartedAt;

    /// <summary>Alma's end time, which a run that is still finalizing may already carry; null where Alma does not say.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>
    /// Alma's progress figure as it came, in percent. Above 100 and 0 on a failed run have been seen: it does not
    /// tell the end. Null where Alma does not say.
    /// </summary>
    public double? Progress { get; init; }

    /// <summary>The day of the last change of status, at midnight UTC; null where Alma does not say.</summary>
    public DateTimeOffset? StatusDate { get; init; }

    /// <summary>What Alma says about the outcome. Never null.</summary>
    public IReadOnlyList<AlmaCodedValue> Alerts { get; init; } = [];

    /// <summary>
    /// The figures of the report. A run can be COMPLETED_SUCCESS and still count failed records here. Never null.
    /// </summary>
    public IReadOnlyList<AlmaCounter> Counters { get; init; } = [];

    /// <summary>The actions of a metadata import: strings, or dictionaries where Alma sent objects. Never null.</summary>
    public IReadOnlyList<object?> Actions { get; init; } = [];

    /// <summary>The definition that was run; null where Alma does not say.</summary>
    public AlmaJobInfo? JobInfo { get; init; }

    /// <summary>The same as <see cref="RemoteJob.Uri"/>, under Alma's own name.</summary>
    public Uri? Link => Uri;

    /// <inheritdoc/>
    public override RemoteJobState State => AlmaJobStatus.Interpret(Status).State;

    /// <inheritdoc/>
    public override bool IsFinished => AlmaJobStatus.Interpret(Status).IsFinished;

    /// <inheritdoc/>
    public override double? PercentComplete => Percent.Clamp(Progress);

    /// <inheritdoc/>
    public override DateTimeOffset? FinishedAt => IsFinished ? EndTime : null;

    /// <inheritdoc/>
    public override TimeSpan? Duration =>
        FinishedAt - StartedAt is { } duration && duration >= TimeSpan.Zero ? duration : null;

    /// <inheritdoc/>
    public override string? Message =>
        IsFinished && State != RemoteJobState.Completed
            ? DisplayText.OneLine(string.Join("; ", Alerts.Select(alert => alert.ToString())))
            : null;
}
