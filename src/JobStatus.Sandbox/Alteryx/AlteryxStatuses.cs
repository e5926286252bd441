using System.Collections.Generic;

namespace JobStatus.Sandbox;

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

    internal static (string Status, string Disposition) Of(SimulatedJob job, JobMoment moment)
    {
        if (moment.Phase != JobPhase.Finished)
        {
            return (job.StatusAt(moment, OfPhases[moment.Phase]), NoDisposition);
        }

        (string status, string disposition) = OfOutcomes[job.Plan.Outcome];
        return (job.StatusAt(moment, status), job.Plan.Disposition ?? disposition);
    }
}
