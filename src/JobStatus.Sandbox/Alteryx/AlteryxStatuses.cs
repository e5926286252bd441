using System;
using System.Collections.Generic;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>The statuses and dispositions of Alteryx jobs, and the filters for them.</summary>
internal static class AlteryxStatuses
{
    private const string NoDisposition = "None";

    private static readonly Dictionary<JobPhase, string> ByPhase = new()
    {
        [JobPhase.Submitted] = "Queued",
        [JobPhase.Queued] = "Queued",
        [JobPhase.Starting] = "Initializing",
        [JobPhase.Running] = "Running",
        [JobPhase.Finishing] = "Running",
    };

    private static readonly Dictionary<JobOutcome, (string Status, string Disposition)> ByOutcome = new()
    {
        [JobOutcome.Completed] = ("Completed", "Success"),
        [JobOutcome.Warning] = ("Completed", "Warning"),
        [JobOutcome.Failed] = ("Completed", "Error"),
        [JobOutcome.Stopped] = ("Cancelled", NoDisposition),
    };

    private static readonly Dictionary<string, Predicate<AlteryxListItem>> Filters = new()
    {
        ["Queued"] = item => item.Snapshot.Phase <= JobPhase.Queued,
        ["Initializing"] = item => item.Snapshot.Phase == JobPhase.Starting,
        ["Running"] = item => item.Snapshot.Phase is JobPhase.Running or JobPhase.Finishing,
        ["Complete"] = item => item.Snapshot.Phase == JobPhase.Finished,
        ["Error"] = item => item.Snapshot.Outcome == JobOutcome.Failed,
    };

    /// <summary>The status filters of the queue.</summary>
    public static string[] QueueFilters { get; } = ["Queued", "Initializing", "Running", "Complete"];

    /// <summary>The status filters of a workflow's jobs.</summary>
    public static string[] WorkflowFilters { get; } = ["Queued", "Running", "Complete", "Error"];

    /// <summary>The result filters of a workflow's jobs.</summary>
    public static string[] ResultCodes { get; } = ["Success", "Warning", "Error"];

    public static bool MatchesFilter(string filter, AlteryxListItem item) => Filters[filter](item);

    public static (string Status, string Disposition) StatusOf(SimulatedJob job, JobSnapshot snapshot)
    {
        if (snapshot.Outcome is not { } outcome)
        {
            return (job.StatusAt(snapshot, ByPhase[snapshot.Phase]), NoDisposition);
        }

        (string status, string disposition) = ByOutcome[outcome];
        return (job.StatusAt(snapshot, status), snapshot.StopRequested ? disposition : job.Plan.Disposition ?? disposition);
    }
}
