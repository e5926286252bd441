using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alteryx;

/// <summary>Makes what users hold from what Alteryx sends, in whichever of its spellings.</summary>
internal static class AlteryxMapping
{
    private static readonly Dictionary<string, string> PriorityNumbers = new()
    {
        ["0"] = "Low",
        ["1"] = "Medium",
        ["2"] = "High",
        ["3"] = "Critical",
    };

    public static AlteryxJob Job(AlteryxJobWire wire, string id, Uri uri, string connection, DateTimeOffset observedAt, bool isFromList = false, string? workflowId = null)
    {
        var rest = new Leftovers(wire.UnknownFields);
        string? priority = rest.Take("priority", wire.Priority);
        return new AlteryxJob
        {
            Connection = connection,
            Id = id,
            ObservedAt = observedAt,
            IsFromList = isFromList,
            Name = rest.Take("workflowName", wire.WorkflowName),
            Status = rest.Take("status", wire.Status),
            SubmittedAt = Either(rest, rest.TakeValue("createDateTime", wire.CreateDateTime), "createDate", rest.TakeValue("createDate", wire.CreateDate)),
            StartedAt = rest.TakeValue("startTime", wire.StartTime),
            Uri = uri,
            JobId = Either(rest, rest.Take("id", wire.Id), "jobId", rest.Take("jobId", wire.JobId)),
            AppId = rest.Take("appId", wire.AppId),
            Disposition = rest.Take("disposition", wire.Disposition),
            Outputs = rest.TakeList("outputs", wire.Outputs, Output),
            Messages = rest.TakeList("messages", wire.Messages, message => Message(message, id, connection)),
            Priority = priority is not null && PriorityNumbers.TryGetValue(priority, out string? word) ? word : priority,
            WorkerTag = rest.Take("workerTag", wire.WorkerTag),
            RunWithE2 = rest.TakeValue("runWithE2", wire.RunWithE2),
            WorkflowId = rest.Take("workflowId", wire.WorkflowId) ?? workflowId,
            SubmittedBy = rest.Take("submittedBy", wire.SubmittedBy),
            QueueTime = rest.TakeValue("queueTime", wire.QueueTime),
            ExecutionTime = rest.TakeValue("executionTime", wire.ExecutionTime),
            AdditionalData = rest.All,
        };
    }

    public static IReadOnlyList<AlteryxJobMessage> Messages(Lenient<List<Lenient<AlteryxMessageWire>>> wires, string jobId, string connection) =>
        (wires.Value ?? []).Select(wire => wire.Value).OfType<AlteryxMessageWire>().Select(wire => Message(wire, jobId, connection)).ToArray();

    private static AlteryxJobMessage Message(AlteryxMessageWire wire, string jobId, string connection)
    {
        var rest = new Leftovers(wire.UnknownFields);
        return new AlteryxJobMessage
        {
            JobId = jobId,
            Connection = connection,
            Status = rest.TakeValue("status", wire.Status),
            Text = rest.Take("text", wire.Text),
            ToolId = rest.TakeValue("toolId", wire.ToolId),
            AdditionalData = rest.All,
        };
    }

    private static AlteryxJobOutput Output(AlteryxOutputWire wire)
    {
        var rest = new Leftovers(wire.UnknownFields);
        return new AlteryxJobOutput
        {
            Id = rest.Take("id", wire.Id),
            AvailableFormats = Either(
                rest,
                rest.TakeList("availableFormats", wire.AvailableFormats, static format => format),
                "formats",
                rest.TakeList("formats", wire.Formats, static format => format)),
            FileName = Either(rest, rest.Take("fileName", wire.FileName), "name", rest.Take("name", wire.Name)),
            AdditionalData = rest.All,
        };
    }

    // Some fields have two names. Where both came, the second is kept among what is left over.
    private static string? Either(Leftovers rest, string? one, string otherName, string? other)
    {
        if (one is not null && other is not null)
        {
            rest.Keep(otherName, other);
        }

        return one ?? other;
    }

    private static DateTimeOffset? Either(Leftovers rest, DateTimeOffset? one, string otherName, DateTimeOffset? other)
    {
        Either(rest, one is null ? null : string.Empty, otherName, other?.ToString("o", CultureInfo.InvariantCulture));
        return one ?? other;
    }

    private static IReadOnlyList<string> Either(Leftovers rest, IReadOnlyList<string> one, string otherName, IReadOnlyList<string> other)
    {
        if (one.Count > 0 && other.Count > 0)
        {
            rest.Keep(otherName, other.ToArray<object?>());
        }

        return one.Count > 0 ? one : other;
    }
}
