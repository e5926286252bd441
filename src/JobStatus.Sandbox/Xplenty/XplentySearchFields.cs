using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>The values of a job that a search can match.</summary>
internal sealed record XplentySearchFields(
    long Id,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    long? Seconds,
    string Status,
    IReadOnlyList<string> Package,
    string Log,
    IReadOnlyList<string> Schedule,
    IReadOnlyList<string> User)
{
    /// <param name="id">The id of the job.</param>
    /// <param name="body">The job in JSON form.</param>
    /// <param name="log">The log of the job.</param>
    public static XplentySearchFields Create(long id, JsonObject body, string log)
    {
        string[] creator = TextsOf(body["creator"], "id", "display_name");
        bool bySchedule = (body["creator"] as JsonObject)?["type"]?.ToString() == "Schedule";
        return new(
            id,
            RecordedJob.TimeIn(body, "started_at"),
            RecordedJob.TimeIn(body, "completed_at") ?? RecordedJob.TimeIn(body, "failed_at"),
            body["runtime_in_seconds"] is JsonValue value && value.TryGetValue(out long seconds) ? seconds : null,
            body["status"]?.ToString() ?? "",
            [body["package_id"]?.ToString() ?? "", .. TextsOf(body["package"], "name")],
            log,
            bySchedule ? creator : [],
            bySchedule ? [] : creator);
    }

    private static string[] TextsOf(JsonNode? node, params string[] fields) => node is JsonObject body
        ? [.. fields.Select(field => body[field]?.ToString()).OfType<string>()]
        : [];
}
