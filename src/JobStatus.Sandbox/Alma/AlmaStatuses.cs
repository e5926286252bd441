using System.Collections.Generic;
using System.Text.Json.Nodes;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alma;

/// <summary>Alma's words for where a run is.</summary>
internal static class AlmaStatuses
{
    private static readonly Dictionary<JobPhase, string> OfPhases = new()
    {
        [JobPhase.Submitted] = "QUEUED",
        [JobPhase.Queued] = "QUEUED",
        [JobPhase.Starting] = "INITIALIZING",
        [JobPhase.Running] = "RUNNING",
        [JobPhase.Ending] = "FINALIZING",
    };

    private static readonly Dictionary<JobOutcome, string> OfOutcomes = new()
    {
        [JobOutcome.Completed] = "COMPLETED_SUCCESS",
        [JobOutcome.Warning] = "COMPLETED_WARNING",
        [JobOutcome.Failed] = "COMPLETED_FAILED",
        [JobOutcome.Stopped] = "USER_ABORTED",
    };

    private static readonly Dictionary<string, string> Descriptions = new()
    {
        ["QUEUED"] = "Queued",
        ["PENDING"] = "Pending",
        ["INITIALIZING"] = "Initializing",
        ["RUNNING"] = "Running",
        ["FINALIZING"] = "Finalizing",
        ["COMPLETED_SUCCESS"] = "Completed Successfully",
        ["COMPLETED_NO_BULKS"] = "Completed, nothing to do",
        ["COMPLETED_WARNING"] = "Completed with Warnings",
        ["COMPLETED_FAILED"] = "Completed with Errors",
        ["FAILED"] = "Failed",
        ["MANUAL_HANDLING_REQUIRED"] = "Manual Handling Required",
        ["SKIPPED"] = "Skipped",
        ["SYSTEM_ABORTED"] = "Aborted by System",
        ["USER_ABORTED"] = "Aborted by User",
    };

    /// <summary>The codes that Alma documents.</summary>
    internal static string[] Codes { get; } = [.. Descriptions.Keys];

    internal static string CodeOf(SimulatedJob job, JobSnapshot moment) =>
        job.StatusAt(moment, moment.Outcome is { } outcome ? OfOutcomes[outcome] : OfPhases[moment.Phase]);

    /// <summary>The coded status; an unknown code has no description.</summary>
    internal static JsonObject Of(SimulatedJob job, JobSnapshot moment)
    {
        string code = CodeOf(job, moment);
        return AlmaCodedField.Of(code, Descriptions.GetValueOrDefault(code));
    }
}
