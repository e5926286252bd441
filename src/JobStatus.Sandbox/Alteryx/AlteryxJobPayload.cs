using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>Writes a job as the third version of Alteryx's API does.</summary>
internal static class AlteryxJobPayload
{
    private const string User = "sandbox";
    private const int Information = 1;
    private const int Warning = 2;
    private const int Error = 3;
    private const int FirstTool = 1;

    /// <summary>The job; without its messages it is what Alteryx calls the reduced object.</summary>
    internal static JsonObject Write(SimulatedJob job, DateTimeOffset now, bool withMessages)
    {
        JobSnapshot moment = job.At(now);
        (string status, string disposition) = AlteryxStatuses.Of(job, moment);
        JsonObject answer = new()
        {
            ["id"] = job.Id,
            ["appId"] = WorkflowOf(job),
            ["createDateTime"] = Time(job.SubmittedAt),
            ["status"] = status,
            ["disposition"] = disposition,
            ["outputs"] = new JsonArray([.. OutputsAt(job, moment).Select(Output)]),
            ["messages"] = Messages(job, moment),
            ["priority"] = job.Plan.Priority,
            ["workerTag"] = job.Plan.WorkerTag,
            ["runWithE2"] = true,
        };

        job.Adjust(answer);
        if (!withMessages)
        {
            answer.Remove("messages");
        }

        return answer;
    }

    /// <summary>All messages of the job so far.</summary>
    internal static JsonArray WriteMessages(SimulatedJob job, DateTimeOffset now) => Messages(job, job.At(now));

    /// <summary>The job as the list of a workflow shows it.</summary>
    internal static JsonObject WriteListed(AlteryxListItem listing) => new()
    {
        ["id"] = listing.Job.Id,
        ["createDate"] = Time(listing.Job.SubmittedAt),
        ["status"] = listing.Status,
        ["priority"] = listing.Job.Plan.Priority,
        ["workerTag"] = listing.Job.Plan.WorkerTag,
        ["runWithE2"] = true,
    };

    /// <summary>The job as the queue shows it. The two spans of time are in seconds.</summary>
    internal static JsonObject WriteQueued(AlteryxListItem listing)
    {
        (SimulatedJob job, JobSnapshot moment) = (listing.Job, listing.Moment);
        return new JsonObject
        {
            ["jobId"] = job.Id,
            ["status"] = listing.Status,
            ["workflowName"] = job.Name,
            ["workflowId"] = WorkflowOf(job),
            ["submittedBy"] = UserOf(job),
            ["startTime"] = moment.StartedAt is { } startedAt ? Time(startedAt) : null,
            ["queueTime"] = ((moment.StartedAt ?? moment.FinishedAt ?? moment.Now) - job.SubmittedAt).TotalSeconds,
            ["executionTime"] = moment.Runtime?.TotalSeconds,
            ["priority"] = job.Plan.Priority,
        };
    }

    internal static string WorkflowOf(SimulatedJob job) => job.Plan.WorkflowId ?? WorkflowCatalog.First;

    internal static string UserOf(SimulatedJob job) => job.Plan.SubmittedBy ?? User;

    /// <summary>The files that the job has left behind, each with its id.</summary>
    internal static IEnumerable<JobOutput> OutputsOf(SimulatedJob job, DateTimeOffset now) => OutputsAt(job, job.At(now));

    private static IEnumerable<JobOutput> OutputsAt(SimulatedJob job, JobSnapshot moment) => moment.HasSucceeded
        ? (job.Plan.Outputs ?? [new JobOutput()]).Select((output, index) => output with
        {
            Id = output.Id ?? string.Create(CultureInfo.InvariantCulture, $"66f00000000000000000b{index + 1:x3}"),
        })
        : [];

    private static JsonObject Output(JobOutput output) => new()
    {
        ["id"] = output.Id,
        ["availableFormats"] = new JsonArray([.. output.AvailableFormats.Select(format => JsonValue.Create(format))]),
        ["fileName"] = output.FileName,
    };

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static JsonArray Messages(SimulatedJob job, JobSnapshot moment)
    {
        IEnumerable<JobMessage> messages = [];
        if (moment.StartedAt is not null)
        {
            messages = [new(Information, $"Started running {job.Name}.yxmd"), .. job.Plan.Messages];
        }

        if (moment.Outcome is { } outcome)
        {
            IEnumerable<string> errors = moment.StopAsked ? [] : job.Plan.Errors;
            messages = messages.Concat(errors.Select(error => new JobMessage(Error, error, FirstTool)))
                .Append(Closing(job, outcome));
        }

        return [.. messages.Select(Message)];
    }

    private static JobMessage Closing(SimulatedJob job, JobOutcome outcome) => outcome switch
    {
        JobOutcome.Completed => new(Information, $"Finished running {job.Name}.yxmd"),
        JobOutcome.Warning => new(Warning, $"Finished running {job.Name}.yxmd with warnings"),
        JobOutcome.Failed => new(Error, $"Finished running {job.Name}.yxmd with errors"),
        _ => new(Information, $"Cancelled {job.Name}.yxmd"),
    };

    private static JsonNode Message(JobMessage message) => new JsonObject
    {
        ["status"] = message.Status,
        ["text"] = message.Text,
        ["toolId"] = message.ToolId,
    };
}
