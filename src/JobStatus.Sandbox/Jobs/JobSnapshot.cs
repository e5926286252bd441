using System;

namespace JobStatus.Sandbox.Jobs;

/// <summary>A simulated job at one point in time.</summary>
/// <param name="Now">That point in time.</param>
/// <param name="Phase">Where the job is.</param>
/// <param name="ChangedAt">When it came there.</param>
/// <param name="StartedAt">When it started to run, or null before.</param>
/// <param name="FinishedAt">When it ended, or null before.</param>
/// <param name="Progress">The share that is done, 0 to 1, or null when the job reports none.</param>
/// <param name="Outcome">How it ended, or null before.</param>
/// <param name="StopAsked">Whether a client had asked the service to stop it.</param>
internal sealed record JobSnapshot(
    DateTimeOffset Now,
    JobPhase Phase,
    DateTimeOffset ChangedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    double? Progress,
    JobOutcome? Outcome,
    bool StopAsked = false)
{
    /// <summary>How long it has run, or null before it started.</summary>
    internal TimeSpan? Runtime => (FinishedAt ?? Now) - StartedAt;

    internal bool HasSucceeded => Outcome is JobOutcome.Completed or JobOutcome.Warning;
}
