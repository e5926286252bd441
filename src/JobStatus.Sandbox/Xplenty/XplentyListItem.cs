using System;
using System.Text.Json.Nodes;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>A job with what lists choose and sort by.</summary>
internal sealed record XplentyListItem(StoredJob Job, string Status, DateTimeOffset UpdatedAt, long? PackageId)
{
    /// <summary>The job at that time, or null for a recorded one that no list can show.</summary>
    internal static XplentyListItem? Of(StoredJob job, DateTimeOffset now, XplentyVersion version)
    {
        if (job is SimulatedJob run)
        {
            JobSnapshot moment = run.At(now);
            return new(job, XplentyStatuses.Of(run, moment), moment.ChangedAt, XplentyJobPayload.PackageOf(run));
        }

        return ((RecordedJob)job).FindListed(XplentyJobPayload.FormOf(version)) is { } body
            ? new(
                job,
                body["status"]?.ToString() ?? "",
                RecordedJob.TimeIn(body, "updated_at") ?? job.SubmittedAt,
                body["package_id"] is JsonValue id && id.TryGetValue(out long packageId) ? packageId : null)
            : null;
    }
}
