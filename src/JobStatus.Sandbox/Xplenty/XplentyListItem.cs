using System;
using System.Text.Json.Nodes;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>A job with the values by which lists are filtered and sorted.</summary>
internal sealed record XplentyListItem(StoredJob Job, string Status, DateTimeOffset UpdatedAt, long? PackageId)
{
    /// <summary>
    /// Creates an item for the given time. Returns null for a recorded job that cannot appear in a list.
    /// </summary>
    public static XplentyListItem? TryCreate(StoredJob job, DateTimeOffset now, XplentyVersion version)
    {
        if (job is SimulatedJob run)
        {
            JobSnapshot snapshot = run.SnapshotAt(now);
            return new(job, XplentyStatuses.StatusOf(run, snapshot), snapshot.ChangedAt, XplentyJobPayload.PackageOf(run));
        }

        return ((RecordedJob)job).FindListItem(XplentyJobPayload.FormatOf(version)) is { } body
            ? new(
                job,
                body["status"]?.ToString() ?? "",
                RecordedJob.TimeIn(body, "updated_at") ?? job.SubmittedAt,
                body["package_id"] is JsonValue id && id.TryGetValue(out long packageId) ? packageId : null)
            : null;
    }
}
