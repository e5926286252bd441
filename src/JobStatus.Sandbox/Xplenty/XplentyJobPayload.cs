using System;
using System.Globalization;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox;

/// <summary>Writes a job as Xplenty does.</summary>
internal static class XplentyJobPayload
{
    private const long OwnerId = 4201;
    private const long ClusterId = 52;
    private const long PackageId = 434;
    private const long RecordsPerJob = 10_000;

    /// <param name="job">The job.</param>
    /// <param name="now">When it is looked at.</param>
    /// <param name="version">The version of the object.</param>
    /// <param name="accountUri">The address of the account's API, for the links.</param>
    /// <param name="withLogSummary">Whether <c>include=log_summary</c> was asked for.</param>
    internal static JsonObject Write(
        SimulatedJob job, DateTimeOffset now, XplentyVersion version, string accountUri, bool withLogSummary)
    {
        JobMoment moment = job.At(now);
        long id = long.Parse(job.Id, CultureInfo.InvariantCulture);
        string uri = $"{accountUri}/jobs/{id}";
        JsonArray outputs = moment.StartedAt is { } startedAt
            ? [Output(id, startedAt, moment, version, uri)]
            : [];

        JsonObject answer = new()
        {
            ["id"] = id,
            ["status"] = XplentyStatuses.Of(job, moment),
            ["owner_id"] = OwnerId,
            ["progress"] = moment.Progress,
            ["outputs_count"] = 1,
            ["outputs"] = outputs,
            ["variables"] = new JsonObject { ["run_label"] = job.Name },
            ["created_at"] = Time(job.SubmittedAt),
            ["started_at"] = Time(moment.StartedAt),
            ["updated_at"] = Time(moment.ChangedAt),
            ["failed_at"] = job.Plan.Outcome == JobOutcome.Failed ? Time(moment.FinishedAt) : null,
            ["completed_at"] = Time(moment.FinishedAt),
            ["cluster_id"] = ClusterId,
            ["package_id"] = PackageId,
            ["errors"] = moment.Phase == JobPhase.Finished ? Errors(job) : "",
            ["runtime_in_seconds"] = (long)(moment.Runtime ?? TimeSpan.Zero).TotalSeconds,
            ["url"] = uri,
        };

        if (moment.Progress is null)
        {
            answer.Remove("progress");
        }

        if (version == XplentyVersion.Two)
        {
            AddVersion2(answer, job, accountUri, uri);
        }

        if (withLogSummary)
        {
            answer["log_summary"] = LogSummary(job, moment);
        }

        return job.Adjust(answer);
    }

    private static void AddVersion2(JsonObject answer, SimulatedJob job, string accountUri, string uri)
    {
        answer["dynamic_variables"] = new JsonObject { ["run_day"] = "CurrentTime()" };
        answer["html_url"] = $"{uri}/page";
        answer["log_url"] = $"{uri}/log";
        answer["attempts"] = 1;
        answer["master_auto_retry_attempts"] = null;
        answer["creator"] = new JsonObject
        {
            ["type"] = "User",
            ["id"] = OwnerId,
            ["display_name"] = "Sandbox User",
            ["url"] = $"{accountUri}/users/{OwnerId}",
        };
        answer["package"] = new JsonObject
        {
            ["id"] = PackageId,
            ["name"] = job.Name,
            ["url"] = $"{accountUri}/packages/{PackageId}",
        };
        answer["cluster"] = new JsonObject
        {
            ["id"] = ClusterId,
            ["name"] = "sandbox-cluster",
            ["url"] = $"{accountUri}/clusters/{ClusterId}",
        };
    }

    private static JsonObject Output(
        long jobId, DateTimeOffset startedAt, JobMoment moment, XplentyVersion version, string jobUri)
    {
        long id = (jobId * 10) + 1;
        JsonObject output = new()
        {
            ["id"] = id,
            ["name"] = "sandbox_results",
            ["progress"] = moment.Progress,
            ["records_count"] = (long)((moment.Progress ?? 0) * RecordsPerJob),
            ["created_at"] = Time(startedAt),
            ["updated_at"] = Time(moment.ChangedAt),
            ["url"] = $"{jobUri}/outputs/{id}",
            ["preview_url"] = $"{jobUri}/outputs/{id}/preview",
            ["preview_type"] = "csv",
        };

        if (version == XplentyVersion.One)
        {
            output["component_name"] = "destination1";
        }
        else
        {
            output["component"] = new JsonObject
            {
                ["name"] = "destination1",
                ["type"] = "database_destination_component",
                ["fields"] = new JsonArray("id", "label", "amount"),
            };
        }

        return output;
    }

    private static JsonObject LogSummary(SimulatedJob job, JobMoment moment)
    {
        string errors = moment.Phase == JobPhase.Finished ? Errors(job) : "";
        return new JsonObject
        {
            ["id"] = long.Parse(job.Id, CultureInfo.InvariantCulture),
            ["body"] = $"Job {job.Id}: {XplentyStatuses.Of(job, moment)}\n{errors}",
            ["error_summary"] = errors,
            ["openai_extract"] = "",
            ["action_items"] = errors.Length == 0 ? [] : new JsonArray("Read the log, correct the package, run it again."),
            ["created_at"] = Time(moment.ChangedAt),
        };
    }

    private static string Errors(SimulatedJob job) => job.Plan switch
    {
        { Errors.Count: > 0 } plan => string.Join('\n', plan.Errors),
        { Outcome: JobOutcome.Failed } => "The job failed in component destination1.",
        _ => "",
    };

    private static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
