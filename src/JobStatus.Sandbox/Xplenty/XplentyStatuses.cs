using System.Collections.Generic;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>The statuses of Xplenty jobs.</summary>
internal static class XplentyStatuses
{
    private static readonly Dictionary<JobPhase, string> ByPhase = new()
    {
        [JobPhase.Submitted] = "idle",
        [JobPhase.Queued] = "pending",
        [JobPhase.Starting] = "running",
        [JobPhase.Running] = "running",
        [JobPhase.Finishing] = "running",
        [JobPhase.Stopping] = "pending_stoppage",
    };

    private static readonly Dictionary<JobOutcome, string> ByOutcome = new()
    {
        [JobOutcome.Completed] = "completed",
        [JobOutcome.Warning] = "completed",
        [JobOutcome.Failed] = "failed",
        [JobOutcome.Stopped] = "stopped",
    };

    /// <summary>The documented statuses.</summary>
    public static string[] All { get; } =
    [
        "idle", "pending", "queued", "running", "pending_stoppage", "stopping", "completed", "failed", "stopped",
    ];

    public static string StatusOf(SimulatedJob job, JobSnapshot snapshot) => job.StatusAt(
        snapshot,
        snapshot.Outcome is { } outcome ? ByOutcome[outcome] : ByPhase[snapshot.Phase]);
}
