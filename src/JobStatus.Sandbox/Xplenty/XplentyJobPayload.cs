using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using JobStatus.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Writes a job as Xplenty does.</summary>
internal static class XplentyJobPayload
{
    private const long RecordsPerJob = 10_000;

    /// <summary>The form in which a recorded job answers for that version.</summary>
    internal static RecordedFormat FormOf(XplentyVersion version) =>
        version == XplentyVersion.Two ? RecordedFormat.XplentyVersion2 : RecordedFormat.XplentyVersion1;

    /// <summary>The job as this request asks for it; of a recorded one, what can be read of it.</summary>
    internal static JsonObject Write(StoredJob job, XplentyVersion version, HttpContext context, SandboxState state) =>
        job is SimulatedJob run
            ? Write(
                run,
                state.Clock.GetUtcNow(),
                version,
                context.XplentyAccountUri(),
                withLogSummary: context.Request.Query["include"].Contains("log_summary"))
            : ((RecordedJob)job).Parse(FormOf(version)) ?? [];

    internal static long PackageOf(SimulatedJob job) => job.Plan.PackageId ?? PackageCatalog.First;

    /// <summary>Why the job failed, a line for each reason; empty when it did not, or not yet.</summary>
    internal static string ErrorsOf(SimulatedJob job, JobSnapshot moment) => moment switch
    {
        { Outcome: null } or { StopAsked: true } => "",
        _ when job.Plan.Errors.Count > 0 => string.Join('\n', job.Plan.Errors),
        { Outcome: JobOutcome.Failed } => "The job failed in component destination1.",
        _ => "",
    };

    private static JsonObject Write(
        SimulatedJob job, DateTimeOffset now, XplentyVersion version, string accountUri, bool withLogSummary)
    {
        JobSnapshot moment = job.At(now);
        long id = long.Parse(job.Id, CultureInfo.InvariantCulture);
        string uri = $"{accountUri}/jobs/{id}";
        JsonArray outputs = moment.StartedAt is { } startedAt
            ? [Output(id, startedAt, moment, version, uri)]
            : [];

        JsonObject answer = new()
        {
            ["id"] = id,
            ["status"] = XplentyStatuses.Of(job, moment),
            ["owner_id"] = XplentyUser.CreatorOf(job.Plan).Id,
            ["progress"] = moment.Progress,
            ["outputs_count"] = 1,
            ["outputs"] = outputs,
            ["variables"] = XplentyVariables.GivenTo(job),
            ["created_at"] = Time(job.SubmittedAt),
            ["started_at"] = Time(moment.StartedAt),
            ["updated_at"] = Time(moment.ChangedAt),
            ["failed_at"] = moment.Outcome == JobOutcome.Failed ? Time(moment.FinishedAt) : null,
            ["completed_at"] = Time(moment.FinishedAt),
            ["cluster_id"] = ClusterOf(job),
            ["package_id"] = PackageOf(job),
            ["errors"] = ErrorsOf(job, moment),
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
        answer["dynamic_variables"] = XplentyVariables.DynamicOf(job);
        answer["html_url"] = $"{uri}/page";
        answer["log_url"] = $"{uri}/log";
        answer["attempts"] = 1;
        answer["master_auto_retry_attempts"] = null;
        answer["creator"] = Creator(job, accountUri);
        answer["package"] = new JsonObject
        {
            ["id"] = PackageOf(job),
            ["name"] = job.Name,
            ["url"] = $"{accountUri}/packages/{PackageOf(job)}",
        };
        answer["cluster"] = new JsonObject
        {
            ["id"] = ClusterOf(job),
            ["name"] = XplentyClusters.NameOf(ClusterOf(job)),
            ["url"] = $"{accountUri}/clusters/{ClusterOf(job)}",
        };

        if (job.Plan.ParentId is not null)
        {
            answer["component"] = new JsonObject { ["name"] = job.Name, ["type"] = "run_package_component" };
        }
    }

    private static JsonObject Creator(SimulatedJob job, string accountUri)
    {
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
        long jobId, DateTimeOffset startedAt, JobSnapshot moment, XplentyVersion version, string jobUri)
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

    private static JsonObject LogSummary(SimulatedJob job, JobSnapshot moment)
    {
        string errors = ErrorsOf(job, moment);
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

    private static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
