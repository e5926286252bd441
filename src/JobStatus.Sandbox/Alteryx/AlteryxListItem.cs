using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>A job with the values by which lists are filtered and sorted.</summary>
internal sealed record AlteryxListItem(SimulatedJob Job, JobSnapshot Snapshot, string Status, string Disposition)
{
    public string WorkflowId => AlteryxJobPayload.WorkflowIdOf(Job);

    /// <summary>Returns all simulated jobs at the current time. Recorded jobs lack the fields of a list.</summary>
    public static IEnumerable<AlteryxListItem> All(SandboxState state)
    {
        DateTimeOffset now = state.Clock.GetUtcNow();
        return state.Jobs.ForService(SandboxService.Alteryx).OfType<SimulatedJob>().Select(job => Create(job, now));
    }

    private static AlteryxListItem Create(SimulatedJob job, DateTimeOffset now)
    {
        JobSnapshot snapshot = job.SnapshotAt(now);
        (string status, string disposition) = AlteryxStatuses.StatusOf(job, snapshot);
        return new(job, snapshot, status, disposition);
    }
}
