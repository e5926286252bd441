using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using JobStatus.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Writes a job in Xplenty's JSON form.</summary>
internal static class XplentyJobPayload
{
    private const long RecordsPerJob = 10_000;

    /// <summary>Returns the format of a recorded job for the given version.</summary>
    public static RecordedFormat FormatOf(XplentyVersion version) =>
        version == XplentyVersion.Two ? RecordedFormat.XplentyVersion2 : RecordedFormat.XplentyVersion1;

    /// <summary>
    /// Writes a job for a request. For a recorded job, this is the parsed body, or an empty object if it is not valid.
    /// </summary>
    public static JsonObject Write(StoredJob job, XplentyVersion version, HttpContext context, SandboxState state) =>
        job is SimulatedJob run
            ? Write(
                run,
                state.Clock.GetUtcNow(),
                version,
                context.XplentyAccountUri(),
                includeLogSummary: context.Request.Query["include"].Contains("log_summary"))
            : ((RecordedJob)job).Parse(FormatOf(version)) ?? [];

    public static long PackageOf(SimulatedJob job) => job.Plan.PackageId ?? PackageCatalog.First;

    /// <summary>Returns the errors of a finished job, one on each line, or an empty text if there are none.</summary>
    public static string ErrorsOf(SimulatedJob job, JobSnapshot snapshot) => snapshot switch
    {
        { Outcome: null } or { StopRequested: true } => "",
        _ when job.Plan.Errors.Count > 0 => string.Join('\n', job.Plan.Errors),
        { Outcome: JobOutcome.Failed } => "The job failed in component destination1.",
        _ => "",
    };

    private static JsonObject Write(
        SimulatedJob job, DateTimeOffset now, XplentyVersion version, string accountUri, bool includeLogSummary)
    {
        JobSnapshot snapshot = job.SnapshotAt(now);
        long id = long.Parse(job.Id, CultureInfo.InvariantCulture);
        string uri = $"{accountUri}/jobs/{id}";
        JsonArray outputs = snapshot.StartedAt is { } startedAt
            ? [Output(id, startedAt, snapshot, version, uri)]
            : [];

        JsonObject body = new()
        {
            ["id"] = id,
            ["status"] = XplentyStatuses.StatusOf(job, snapshot),
            ["owner_id"] = XplentyUser.CreatorOf(job.Plan).Id,
            ["progress"] = snapshot.Progress,
            ["outputs_count"] = 1,
            ["outputs"] = outputs,
            ["variables"] = XplentyVariables.VariablesOf(job),
            ["created_at"] = Time(job.SubmittedAt),
            ["started_at"] = Time(snapshot.StartedAt),
            ["updated_at"] = Time(snapshot.ChangedAt),
            ["failed_at"] = snapshot.Outcome == JobOutcome.Failed ? Time(snapshot.FinishedAt) : null,
            ["completed_at"] = Time(snapshot.FinishedAt),
            ["cluster_id"] = ClusterOf(job),
            ["package_id"] = PackageOf(job),
            ["errors"] = ErrorsOf(job, snapshot),
            ["runtime_in_seconds"] = (long)(snapshot.Runtime ?? TimeSpan.Zero).TotalSeconds,
            ["url"] = uri,
        };

        if (snapshot.Progress is null)
        {
            body.Remove("progress");
        }

        if (version == XplentyVersion.Two)
        {
            AddVersion2(body, job, accountUri, uri);
        }

        if (includeLogSummary)
        {
            body["log_summary"] = LogSummary(job, snapshot);
        }

        return job.Adjust(body);
    }

    private static void AddVersion2(JsonObject body, SimulatedJob job, string accountUri, string uri)
    {
        body["dynamic_variables"] = XplentyVariables.DynamicVariablesOf(job);
        body["html_url"] = $"{uri}/page";
        body["log_url"] = $"{uri}/log";
        body["attempts"] = job.Plan.Attempts;
        body["master_auto_retry_attempts"] = job.Plan.RetryLimit;
        body["creator"] = Creator(job, accountUri);
        body["package"] = new JsonObject
        {
            ["id"] = PackageOf(job),
            ["name"] = job.Name,
            ["url"] = $"{accountUri}/packages/{PackageOf(job)}",
        };
        body["cluster"] = new JsonObject
        {
            ["id"] = ClusterOf(job),
            ["name"] = XplentyClusters.NameOf(ClusterOf(job)),
            ["url"] = $"{accountUri}/clusters/{ClusterOf(job)}",
        };

        if (job.Plan.ParentId is not null)
        {
            body["component"] = new JsonObject { ["name"] = job.Name, ["type"] = "run_package_component" };
        }
    }

    private static JsonObject Creator(SimulatedJob job, string accountUri)
    {
        if (job.Plan.ScheduleId is { } schedule)
        {
            return new JsonObject
            {
                ["type"] = "Schedule",
                ["id"] = schedule,
                ["display_name"] = $"Schedule {schedule}",
                ["url"] = $"{accountUri}/schedules/{schedule}",
            };
        }

        XplentyUser creator = XplentyUser.CreatorOf(job.Plan);
        return new JsonObject
        {
            ["type"] = "User",
            ["id"] = creator.Id,
            ["display_name"] = creator.DisplayName,
            ["url"] = $"{accountUri}/users/{creator.Id}",
        };
    }

    private static long ClusterOf(SimulatedJob job) => job.Plan.ClusterId ?? XplentyClusters.Available;

    private static JsonObject Output(
        long jobId, DateTimeOffset startedAt, JobSnapshot snapshot, XplentyVersion version, string jobUri)
    {
        long id = (jobId * 10) + 1;
        JsonObject output = new()
        {
            ["id"] = id,
            ["name"] = "sandbox_results",
            ["progress"] = snapshot.Progress,
            ["records_count"] = (long)((snapshot.Progress ?? 0) * RecordsPerJob),
            ["created_at"] = Time(startedAt),
            ["updated_at"] = Time(snapshot.ChangedAt),
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

    private static JsonObject LogSummary(SimulatedJob job, JobSnapshot snapshot)
    {
        string errors = ErrorsOf(job, snapshot);
        return new JsonObject
        {
            ["id"] = long.Parse(job.Id, CultureInfo.InvariantCulture),
            ["body"] = $"Job {job.Id}: {XplentyStatuses.StatusOf(job, snapshot)}\n{errors}",
            ["error_summary"] = errors,
            ["openai_extract"] = "",
            ["action_items"] = errors.Length == 0
                ? []
                : new JsonArray("Check the log, correct the package, and run it again."),
            ["created_at"] = Time(snapshot.ChangedAt),
        };
    }

    private static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
