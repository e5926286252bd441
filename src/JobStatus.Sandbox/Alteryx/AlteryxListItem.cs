using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>A job with what lists choose and sort by.</summary>
internal sealed record AlteryxListItem(SimulatedJob Job, JobSnapshot Moment, string Status, string Disposition)
{
    internal string WorkflowId => AlteryxJobPayload.WorkflowOf(Job);

    /// <summary>All jobs as they are now; recorded ones have not the fields that lists show.</summary>
    internal static IEnumerable<AlteryxListItem> All(SandboxState state)
    {
        DateTimeOffset now = state.Clock.GetUtcNow();
        return state.Jobs.Of(SandboxService.Alteryx).OfType<SimulatedJob>().Select(job => Of(job, now));
    }

    private static AlteryxListItem Of(SimulatedJob job, DateTimeOffset now)
    {
        JobSnapshot moment = job.At(now);
        (string status, string disposition) = AlteryxStatuses.Of(job, moment);
        return new(job, moment, status, disposition);
    }
}
