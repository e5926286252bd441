using System.Collections.Generic;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Xplenty's words for where a job is.</summary>
internal static class XplentyStatuses
{
    private static readonly Dictionary<JobPhase, string> OfPhases = new()
    {
        [JobPhase.Submitted] = "idle",
        [JobPhase.Queued] = "pending",
        [JobPhase.Starting] = "running",
        [JobPhase.Running] = "running",
        [JobPhase.Ending] = "running",
        [JobPhase.Stopping] = "pending_stoppage",
    };

    private static readonly Dictionary<JobOutcome, string> OfOutcomes = new()
    {
        [JobOutcome.Completed] = "completed",
        [JobOutcome.Warning] = "completed",
        [JobOutcome.Failed] = "failed",
        [JobOutcome.Stopped] = "stopped",
    };

    /// <summary>The words that Xplenty documents.</summary>
    internal static string[] All { get; } =
    [
        "idle", "pending", "queued", "running", "pending_stoppage", "stopping", "completed", "failed", "stopped",
    ];

    internal static string Of(SimulatedJob job, JobSnapshot moment) => job.StatusAt(
        moment,
        moment.Outcome is { } outcome ? OfOutcomes[outcome] : OfPhases[moment.Phase]);
}
