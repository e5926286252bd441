using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>Writes a job in the form of version 3 of the Alteryx Server API.</summary>
internal static class AlteryxJobPayload
{
    private const string User = "sandbox";
    private const int Information = 1;
    private const int Warning = 2;
    private const int Error = 3;
    private const int FirstTool = 1;

    /// <summary>Writes the complete job, with or without its messages.</summary>
    public static JsonObject Write(SimulatedJob job, DateTimeOffset now, bool includeMessages) =>
        Write(job, job.SnapshotAt(now), includeMessages);

    /// <summary>Writes the job as the response to its start: it is always queued.</summary>
    public static JsonObject WriteStarted(SimulatedJob job) => Write(job, job.SubmissionSnapshot, includeMessages: true);

    private static JsonObject Write(SimulatedJob job, JobSnapshot snapshot, bool includeMessages)
    {
        (string status, string disposition) = AlteryxStatuses.StatusOf(job, snapshot);
        JsonObject body = new()
        {
            ["id"] = job.Id,
            ["appId"] = WorkflowIdOf(job),
            ["createDateTime"] = Time(job.SubmittedAt),
            ["status"] = status,
            ["disposition"] = disposition,
            ["outputs"] = new JsonArray([.. OutputsAt(job, snapshot).Select(Output)]),
            ["messages"] = Messages(job, snapshot),
            ["priority"] = job.Plan.Priority,
            ["workerTag"] = job.Plan.WorkerTag,
            ["runWithE2"] = true,
        };

        job.Adjust(body);
        if (!includeMessages)
        {
            body.Remove("messages");
        }

        return body;
    }

    /// <summary>Writes the messages that the job has so far.</summary>
    public static JsonArray WriteMessages(SimulatedJob job, DateTimeOffset now) => Messages(job, job.SnapshotAt(now));

    /// <summary>Writes the job as it appears in the list of a workflow's jobs.</summary>
    public static JsonObject WriteWorkflowJob(AlteryxListItem item) => new()
    {
        ["id"] = item.Job.Id,
        ["createDate"] = Time(item.Job.SubmittedAt),
        ["status"] = item.Status,
        ["priority"] = item.Job.Plan.Priority,
        ["workerTag"] = item.Job.Plan.WorkerTag,
        ["runWithE2"] = true,
    };

    /// <summary>Writes the job as it appears in the queue. Its queue and execution times are in seconds.</summary>
    public static JsonObject WriteQueueItem(AlteryxListItem item)
    {
        (SimulatedJob job, JobSnapshot snapshot) = (item.Job, item.Snapshot);
        return new JsonObject
        {
            ["jobId"] = job.Id,
            ["status"] = item.Status,
            ["workflowName"] = job.Name,
            ["workflowId"] = WorkflowIdOf(job),
            ["submittedBy"] = UserOf(job),
            ["startTime"] = snapshot.StartedAt is { } startedAt ? Time(startedAt) : null,
            ["queueTime"] = ((snapshot.StartedAt ?? snapshot.FinishedAt ?? snapshot.Now) - job.SubmittedAt).TotalSeconds,
            ["executionTime"] = snapshot.Runtime?.TotalSeconds,
            ["priority"] = job.Plan.Priority,
        };
    }

    public static string WorkflowIdOf(SimulatedJob job) => job.Plan.WorkflowId ?? WorkflowCatalog.First;

    public static string UserOf(SimulatedJob job) => job.Plan.SubmittedBy ?? User;

    /// <summary>Returns the output files of the job, each with an id. Only a successful job has any.</summary>
    public static IEnumerable<JobOutput> OutputsOf(SimulatedJob job, DateTimeOffset now) =>
        OutputsAt(job, job.SnapshotAt(now));

    private static IEnumerable<JobOutput> OutputsAt(SimulatedJob job, JobSnapshot snapshot) => snapshot.HasSucceeded
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

    private static JsonArray Messages(SimulatedJob job, JobSnapshot snapshot)
    {
        IEnumerable<JobMessage> messages = [];
        if (snapshot.StartedAt is not null)
        {
            messages = [new(Information, $"Started running {job.Name}.yxmd"), .. job.Plan.Messages];
        }

        if (snapshot.Outcome is { } outcome)
        {
            IEnumerable<string> errors = snapshot.StopRequested ? [] : job.Plan.Errors;
            messages = messages.Concat(errors.Select(error => new JobMessage(Error, error, FirstTool)))
                .Append(FinalMessage(job, outcome));
        }

        return [.. messages.Select(Message)];
    }

    private static JobMessage FinalMessage(SimulatedJob job, JobOutcome outcome) => outcome switch
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
