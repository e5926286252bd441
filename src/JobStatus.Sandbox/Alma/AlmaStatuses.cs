using System.Collections.Generic;
using System.Text.Json.Nodes;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alma;

/// <summary>Alma's status codes and their descriptions.</summary>
internal static class AlmaStatuses
{
    private static readonly Dictionary<JobPhase, string> ByPhase = new()
    {
        [JobPhase.Submitted] = "QUEUED",
        [JobPhase.Queued] = "QUEUED",
        [JobPhase.Starting] = "INITIALIZING",
        [JobPhase.Running] = "RUNNING",
        [JobPhase.Finishing] = "FINALIZING",
    };

    private static readonly Dictionary<JobOutcome, string> ByOutcome = new()
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

    /// <summary>The documented status codes.</summary>
    public static string[] Codes { get; } = [.. Descriptions.Keys];

    public static string CodeOf(SimulatedJob job, JobSnapshot snapshot) =>
        job.StatusAt(snapshot, snapshot.Outcome is { } outcome ? ByOutcome[outcome] : ByPhase[snapshot.Phase]);

    /// <summary>Writes the status as a coded field. An unknown code has no description.</summary>
    public static JsonObject Write(SimulatedJob job, JobSnapshot snapshot)
    {
        string code = CodeOf(job, snapshot);
        return AlmaCodedField.Create(code, Descriptions.GetValueOrDefault(code));
    }
}
