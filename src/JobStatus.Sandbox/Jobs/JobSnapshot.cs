using System;

namespace JobStatus.Sandbox.Jobs;

/// <summary>The state of a simulated job at one point in time.</summary>
/// <param name="Now">The point in time.</param>
/// <param name="Phase">The phase of the job.</param>
/// <param name="ChangedAt">When the phase began.</param>
/// <param name="StartedAt">When the job started to run, or null if it has not started.</param>
/// <param name="FinishedAt">When the job finished, or null if it is unfinished.</param>
/// <param name="Progress">The progress from 0 to 1, or null if the job does not report any.</param>
/// <param name="Outcome">The outcome, or null if the job is unfinished.</param>
/// <param name="StopRequested">Whether a client has sent a stop request.</param>
internal sealed record JobSnapshot(
    DateTimeOffset Now,
    JobPhase Phase,
    DateTimeOffset ChangedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    double? Progress,
    JobOutcome? Outcome,
    bool StopRequested = false)
{
    /// <summary>The run time so far, or null if the job has not started.</summary>
    public TimeSpan? Runtime => (FinishedAt ?? Now) - StartedAt;

    public bool HasSucceeded => Outcome is JobOutcome.Completed or JobOutcome.Warning;
}
