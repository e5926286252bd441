using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alma;

/// <summary>Writes a run in Alma's JSON form.</summary>
internal static class AlmaInstancePayload
{
    // The fields that a list without full detail leaves out.
    private static readonly string[] Details =
        ["external_id", "submitted_by", "status_date", "alert", "counter", "action", "job_info"];

    /// <param name="job">The run.</param>
    /// <param name="definition">The definition of the run.</param>
    /// <param name="now">The time for which to write the run.</param>
    /// <param name="jobsUri">The address of the jobs API, for the links.</param>
    public static JsonObject Write(
        SimulatedJob job, StoredDefinition definition, DateTimeOffset now, string jobsUri)
    {
        JobSnapshot snapshot = job.SnapshotAt(now);
        string jobUri = $"{jobsUri}/{definition.Id}";
        JsonObject body = new()
        {
            ["id"] = job.Id,
            ["name"] = job.Name,
            ["status"] = AlmaStatuses.Write(job, snapshot),
            ["external_id"] = $"{job.Id[..^1]}0",
            ["submitted_by"] = SubmittedBy(job.Plan),
            ["submit_time"] = Time(job.SubmittedAt),
            ["status_date"] = snapshot.ChangedAt.UtcDateTime.ToString("yyyy-MM-dd'Z'", CultureInfo.InvariantCulture),
        };

        if (snapshot.Progress is { } progress)
        {
            body["progress"] = Math.Round(progress * 100, 1);
        }

        if (snapshot.StartedAt is { } startedAt)
        {
            body["start_time"] = Time(startedAt);
        }

        // Alma may report an end time while a run is finalizing.
        if (snapshot.Phase >= JobPhase.Finishing)
        {
            body["end_time"] = Time(snapshot.ChangedAt);
        }

        if (snapshot.Phase == JobPhase.Finished)
        {
            body["alert"] = new JsonArray([.. Alerts(job)]);
            if (job.Plan.Counters.Count > 0)
            {
                body["counter"] = new JsonArray([.. job.Plan.Counters.Select(Counter)]);
            }
        }

        body["job_info"] = AlmaJobPayload.WriteInfo(definition, jobUri);
        body["link"] = $"{jobUri}/instances/{job.Id}";
        return job.Adjust(body);
    }

    /// <summary>Reduces a run to the fields that a list without full detail contains.</summary>
    public static JsonObject RemoveDetails(JsonObject body)
    {
        foreach (string detail in Details)
        {
            body.Remove(detail);
        }

        return body;
    }

    private static JsonObject SubmittedBy(NewJob plan) =>
        plan.SubmittedBy is { } name ? AlmaCodedField.Create(name) : AlmaCodedField.Create("exl_api", "Ex Libris, API");

    private static IEnumerable<JsonNode> Alerts(SimulatedJob job)
    {
        IEnumerable<JobAlert> alerts = job.Plan.Alerts.Concat(
            job.Plan.Errors.Select(error => new JobAlert("alert_general_error", error)));
        return alerts
            .DefaultIfEmpty(DefaultAlert(job.Plan.Outcome))
            .Select(alert => AlmaCodedField.Create(alert.Value, alert.Desc));
    }

    private static JobAlert DefaultAlert(JobOutcome outcome) => outcome switch
    {
        JobOutcome.Completed => new(
            "alert_general_success", "The job completed successfully. For more information view the report details."),
        JobOutcome.Warning => new("alert_general_warning", "Some records were skipped."),
        JobOutcome.Failed => new("alert_general_error", "The job could not process all records."),
        _ => new("alert_general_aborted", "The job was aborted before it finished."),
    };

    private static JsonObject Counter(JobCounter counter) => new()
    {
        ["type"] = AlmaCodedField.Create(counter.Type, counter.Desc),
        ["value"] = counter.Value,
    };

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
