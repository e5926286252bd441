using System;
using System.Globalization;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>Writes a schedule in the form of version 3 of the Alteryx Server API.</summary>
internal static class AlteryxSchedulePayload
{
    public const string OwnerId = "66f00000000000000000c001";

    /// <summary>Writes the reduced view, which does not say whether the schedule is enabled.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="nextRun">The next run, or the next one in the requested window.</param>
    public static JsonObject WriteReduced(StoredAlteryxSchedule schedule, DateTimeOffset? nextRun) => new()
    {
        ["id"] = schedule.Id,
        ["workflowId"] = schedule.Plan.WorkflowId,
        ["ownerId"] = OwnerId,
        ["name"] = schedule.Name,
        ["runDateTime"] = TimeOf(nextRun),
        ["timeZone"] = "UTC",
    };

    /// <summary>Writes the full view.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="nextRun">The next run, or the next one in the requested window.</param>
    public static JsonObject WriteFull(StoredAlteryxSchedule schedule, DateTimeOffset? nextRun)
    {
        JsonObject body = WriteReduced(schedule, nextRun);
        body["versionId"] = "66f00000000000000000e001";
        body["comment"] = schedule.Plan.Comment;
        body["enabled"] = schedule.Plan.Enabled;
        body["priority"] = AlteryxPriorities.Default;
        body["workerTag"] = "";
        body["status"] = "";
        body["credentialId"] = null;
        body["creationTime"] = "2025-01-10T12:00:00";
        body["lastRunTime"] = TimeOf(schedule.Plan.LastRun);
        body["state"] = "Active";
        body["runCount"] = schedule.Plan.LastRun is null ? 0 : 1;
        body["iteration"] = new JsonObject { ["startTime"] = TimeOf(schedule.Plan.FirstRun), ["endTime"] = null };
        body["frequency"] = schedule.Plan.Frequency;
        body["lastError"] = null;
        body["cpuName"] = null;
        body["lastModifiedId"] = OwnerId;
        body["lastModifiedDate"] = "2025-01-10T12:00:00";
        body["canEdit"] = true;
        body["questions"] = new JsonArray();
        return body;
    }

    // Schedules have times without an offset, in UTC.
    private static string? TimeOf(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
