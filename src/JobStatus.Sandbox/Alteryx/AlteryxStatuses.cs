using System;
using System.Collections.Generic;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>Alteryx's words for where a job is, and for how it ended.</summary>
internal static class AlteryxStatuses
{
    private const string NoDisposition = "None";

    private static readonly Dictionary<JobPhase, string> OfPhases = new()
    {
        [JobPhase.Submitted] = "Queued",
        [JobPhase.Queued] = "Queued",
        [JobPhase.Starting] = "Initializing",
        [JobPhase.Running] = "Running",
        [JobPhase.Ending] = "Running",
    };

    private static readonly Dictionary<JobOutcome, (string Status, string Disposition)> OfOutcomes = new()
    {
        [JobOutcome.Completed] = ("Completed", "Success"),
        [JobOutcome.Warning] = ("Completed", "Warning"),
        [JobOutcome.Failed] = ("Completed", "Error"),
        [JobOutcome.Stopped] = ("Cancelled", NoDisposition),
    };

    private static readonly Dictionary<string, Predicate<AlteryxListItem>> OfFilters = new()
    {
        ["Queued"] = listing => listing.Moment.Phase <= JobPhase.Queued,
        ["Initializing"] = listing => listing.Moment.Phase == JobPhase.Starting,
        ["Running"] = listing => listing.Moment.Phase is JobPhase.Running or JobPhase.Ending,
        ["Complete"] = listing => listing.Moment.Phase == JobPhase.Finished,
        ["Error"] = listing => listing.Moment.Outcome == JobOutcome.Failed,
    };

    /// <summary>The words by which the queue is filtered.</summary>
    internal static string[] QueueFilters { get; } = ["Queued", "Initializing", "Running", "Complete"];

    /// <summary>The words by which the jobs of a workflow are filtered.</summary>
    internal static string[] WorkflowFilters { get; } = ["Queued", "Running", "Complete", "Error"];

    /// <summary>The results by which the jobs of a workflow are filtered.</summary>
    internal static string[] ResultCodes { get; } = ["Success", "Warning", "Error"];

    internal static bool IsIn(string filter, AlteryxListItem listing) => OfFilters[filter](listing);

    internal static (string Status, string Disposition) Of(SimulatedJob job, JobSnapshot moment)
    {
        if (moment.Outcome is not { } outcome)
        {
            return (job.StatusAt(moment, OfPhases[moment.Phase]), NoDisposition);
        }

        (string status, string disposition) = OfOutcomes[outcome];
        return (job.StatusAt(moment, status), moment.StopAsked ? disposition : job.Plan.Disposition ?? disposition);
    }
}
