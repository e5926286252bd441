using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alteryx;

/// <summary>Maps wire forms to model objects. Some fields have different names in different versions and lists.</summary>
internal static class AlteryxMapping
{
    private static readonly Dictionary<string, string> PriorityNumbers = new()
    {
        ["0"] = "Low",
        ["1"] = "Medium",
        ["2"] = "High",
        ["3"] = "Critical",
    };

    public static AlteryxJob Job(
        AlteryxJobWire wire,
        string id,
        Uri uri,
        string connection,
        DateTimeOffset observedAt,
        bool isFromList = false,
        string? workflowId = null)
    {
        var fields = new UnmappedFields(wire.UnknownFields);
        string? priority = fields.Take("priority", wire.Priority);
        return new AlteryxJob
        {
            Connection = connection,
            Id = id,
            ObservedAt = observedAt,
            IsFromList = isFromList,
            Name = fields.Take("workflowName", wire.WorkflowName),
            Status = fields.Take("status", wire.Status),
            SubmittedAt = Either(
                fields,
                fields.TakeValue("createDateTime", wire.CreateDateTime),
                "createDate",
                fields.TakeValue("createDate", wire.CreateDate)),
            StartedAt = fields.TakeValue("startTime", wire.StartTime),
            Uri = uri,
            JobId = Either(fields, fields.Take("id", wire.Id), "jobId", fields.Take("jobId", wire.JobId)),
            AppId = fields.Take("appId", wire.AppId),
            Disposition = fields.Take("disposition", wire.Disposition),
            Outputs = fields.TakeList("outputs", wire.Outputs, Output),
            Messages = fields.TakeList("messages", wire.Messages, message => Message(message, id, connection)),
            Priority = priority is not null && PriorityNumbers.TryGetValue(priority, out string? word) ? word : priority,
            WorkerTag = fields.Take("workerTag", wire.WorkerTag),
            RunWithE2 = fields.TakeValue("runWithE2", wire.RunWithE2),
            WorkflowId = fields.Take("workflowId", wire.WorkflowId) ?? workflowId,
            SubmittedBy = fields.Take("submittedBy", wire.SubmittedBy),
            QueueTime = fields.TakeValue("queueTime", wire.QueueTime),
            ExecutionTime = fields.TakeValue("executionTime", wire.ExecutionTime),
            AdditionalData = fields.All,
        };
    }

    public static IReadOnlyList<AlteryxJobMessage> Messages(
        Lenient<List<Lenient<AlteryxMessageWire>>> wires,
        string jobId,
        string connection) =>
        (wires.Value ?? [])
            .Select(wire => wire.Value)
            .OfType<AlteryxMessageWire>()
            .Select(wire => Message(wire, jobId, connection))
            .ToArray();

    private static AlteryxJobMessage Message(AlteryxMessageWire wire, string jobId, string connection)
    {
        var fields = new UnmappedFields(wire.UnknownFields);
        return new AlteryxJobMessage
        {
            JobId = jobId,
            Connection = connection,
            Status = fields.TakeValue("status", wire.Status),
            Text = fields.Take("text", wire.Text),
            ToolId = fields.TakeValue("toolId", wire.ToolId),
            AdditionalData = fields.All,
        };
    }

    private static AlteryxJobOutput Output(AlteryxOutputWire wire)
    {
        var fields = new UnmappedFields(wire.UnknownFields);
        return new AlteryxJobOutput
        {
            Id = fields.Take("id", wire.Id),
            AvailableFormats = Either(
                fields,
                fields.TakeList("availableFormats", wire.AvailableFormats, static format => format),
                "formats",
                fields.TakeList("formats", wire.Formats, static format => format)),
            FileName = Either(fields, fields.Take("fileName", wire.FileName), "name", fields.Take("name", wire.Name)),
            AdditionalData = fields.All,
        };
    }

    // Some fields have two names. If a response has both, the second one is kept as an unmapped field.
    private static string? Either(UnmappedFields fields, string? one, string otherName, string? other)
    {
        if (one is not null && other is not null)
        {
            fields.Add(otherName, other);
        }

        return one ?? other;
    }

    private static DateTimeOffset? Either(UnmappedFields fields, DateTimeOffset? one, string otherName, DateTimeOffset? other)
    {
        Either(fields, one is null ? null : string.Empty, otherName, other?.ToString("o", CultureInfo.InvariantCulture));
        return one ?? other;
    }

    private static IReadOnlyList<string> Either(
        UnmappedFields fields,
        IReadOnlyList<string> one,
        string otherName,
        IReadOnlyList<string> other)
    {
        if (one.Count > 0 && other.Count > 0)
        {
            fields.Add(otherName, other.ToArray<object?>());
        }

        return one.Count > 0 ? one : other;
    }
}
