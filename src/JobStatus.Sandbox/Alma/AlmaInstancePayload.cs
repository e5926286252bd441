using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alma;

/// <summary>Writes a run as Alma does, in its JSON form.</summary>
internal static class AlmaInstancePayload
{
    // what a list without full detail leaves out
    private static readonly string[] Details =
        ["external_id", "submitted_by", "status_date", "alert", "counter", "action", "job_info"];

    /// <param name="job">The run.</param>
    /// <param name="definition">What it is a run of.</param>
    /// <param name="now">When it is looked at.</param>
    /// <param name="jobsUri">The address of all jobs, for the links.</param>
    internal static JsonObject Write(
        SimulatedJob job, StoredDefinition definition, DateTimeOffset now, string jobsUri)
    {
        JobSnapshot moment = job.At(now);
        string jobUri = $"{jobsUri}/{definition.Id}";
        JsonObject answer = new()
        {
            ["id"] = job.Id,
            ["name"] = job.Name,
            ["status"] = AlmaStatuses.Of(job, moment),
            ["external_id"] = $"{job.Id[..^1]}0",
            ["submitted_by"] = SubmittedBy(job.Plan),
            ["submit_time"] = Time(job.SubmittedAt),
            ["status_date"] = moment.ChangedAt.UtcDateTime.ToString("yyyy-MM-dd'Z'", CultureInfo.InvariantCulture),
        };

        if (moment.Progress is { } progress)
        {
            answer["progress"] = Math.Round(progress * 100, 1);
        }

        if (moment.StartedAt is { } startedAt)
        {
            answer["start_time"] = Time(startedAt);
        }

        // a run that is finalizing may carry an end already, so ours do
        if (moment.Phase >= JobPhase.Ending)
        {
            answer["end_time"] = Time(moment.ChangedAt);
        }

        if (moment.Phase == JobPhase.Finished)
        {
            answer["alert"] = new JsonArray([.. Alerts(job)]);
            if (job.Plan.Counters.Count > 0)
            {
                answer["counter"] = new JsonArray([.. job.Plan.Counters.Select(Counter)]);
            }
        }

        answer["job_info"] = AlmaJobPayload.WriteInfo(definition, jobUri);
        answer["link"] = $"{jobUri}/instances/{job.Id}";
        return job.Adjust(answer);
    }

    /// <summary>The run as a list shows it that leaves the details to the single read.</summary>
    internal static JsonObject Shorten(JsonObject answer)
    {
        foreach (string detail in Details)
        {
            answer.Remove(detail);
        }

        return answer;
    }

    private static JsonObject SubmittedBy(NewJob plan) =>
        plan.SubmittedBy is { } name ? AlmaCodedField.Of(name) : AlmaCodedField.Of("exl_api", "Ex Libris, API");

    private static IEnumerable<JsonNode> Alerts(SimulatedJob job)
    {
        IEnumerable<JobAlert> own = job.Plan.Alerts.Concat(
            job.Plan.Errors.Select(error => new JobAlert("alert_general_error", error)));
        return own.DefaultIfEmpty(Ordinary(job.Plan.Outcome)).Select(alert => AlmaCodedField.Of(alert.Value, alert.Desc));
    }

    private static JobAlert Ordinary(JobOutcome outcome) => outcome switch
    {
        JobOutcome.Completed => new(
            "alert_general_success", "The job completed successfully. For more information view the report details."),
        JobOutcome.Warning => new("alert_general_warning", "The job left some records out."),
        JobOutcome.Failed => new("alert_general_error", "The job could not process all records."),
        _ => new("alert_general_aborted", "The job was aborted before its end."),
    };

    private static JsonObject Counter(JobCounter counter) => new()
    {
        ["type"] = AlmaCodedField.Of(counter.Type, counter.Desc),
        ["value"] = counter.Value,
    };

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
