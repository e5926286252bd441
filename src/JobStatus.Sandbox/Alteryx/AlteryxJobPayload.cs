using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox;

/// <summary>Writes a job as the third version of Alteryx's API does.</summary>
internal static class AlteryxJobPayload
{
    private const string AppId = "66f00000000000000000a001";
    private const string OutputId = "66f00000000000000000b001";
    private const int Information = 1;
    private const int Warning = 2;
    private const int Error = 3;
    private const int FirstTool = 1;

    /// <summary>The job; without its messages it is what Alteryx calls the reduced object.</summary>
    internal static JsonObject Write(SimulatedJob job, DateTimeOffset now, bool withMessages)
    {
        JobMoment moment = job.At(now);
        (string status, string disposition) = AlteryxStatuses.Of(job, moment);
        JsonObject answer = new()
        {
            ["id"] = job.Id,
            ["appId"] = AppId,
            ["createDateTime"] =
                job.SubmittedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["status"] = status,
            ["disposition"] = disposition,
            ["outputs"] = moment.Phase == JobPhase.Finished && job.Succeeds ? [Output()] : new JsonArray(),
            ["messages"] = Messages(job, moment),
            ["priority"] = "Default",
            ["workerTag"] = "",
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

    private static JsonObject Output() => new()
    {
        ["id"] = OutputId,
        ["availableFormats"] = new JsonArray("Raw", "Yxdb", "Csv"),
        ["fileName"] = "report.yxdb",
    };

    private static JsonArray Messages(SimulatedJob job, JobMoment moment)
    {
        IEnumerable<JobMessage> messages = [];
        if (moment.StartedAt is not null)
        {
            messages = [new(Information, $"Started running {job.Name}.yxmd"), .. job.Plan.Messages];
        }

        if (moment.Phase == JobPhase.Finished)
        {
            messages = messages.Concat(job.Plan.Errors.Select(error => new JobMessage(Error, error, FirstTool)))
                .Append(Closing(job));
        }

        return [.. messages.Select(Message)];
    }

    private static JobMessage Closing(SimulatedJob job) => job.Plan.Outcome switch
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
