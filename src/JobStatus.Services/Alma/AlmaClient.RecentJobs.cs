using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Alma;

/// <content>Lists the runs that were active recently.</content>
public sealed partial class AlmaClient
{
    // A definition has few unfinished runs, which are its newest ones.
    private const int UnfinishedRunCount = 20;

    // Alma lists runs by the time of submission only, so the list of a definition starts earlier than the time of activity.
    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    /// <remarks>
    /// Source: Alma Configuration API, "Retrieve Jobs" and "Retrieve Job Instances". Alma has no list of all runs, so each
    /// definition costs a request. Runs are found if they were submitted at most one day before the time, and unfinished runs if
    /// they are among the 20 newest runs of their definition.
    /// </remarks>
    public override async Task ListRecentJobsAsync(RecentJobQuery query, IListReceiver<RemoteJob> receiver, CallContext call)
    {
        var definitions = new ListCollector<AlmaJob>();
        await ListJobsAsync(
            new AlmaJobQuery { Type = query.IncludeUnscheduled ? null : Scheduled },
            filter: null,
            ListRange.All,
            definitions,
            call).ConfigureAwait(false);
        await ListRunsOfEachAsync(
            "Alma jobs",
            definitions.Items,
            static definition => definition.JobId,
            (definition, linkedCall) => ListRecentInstancesAsync(definition.JobId, query, linkedCall),
            receiver,
            call).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<RemoteJob>> ListRecentInstancesAsync(string jobId, RecentJobQuery query, CallContext call)
    {
        var runs = new ListCollector<AlmaJobInstance>();
        await ListInstancesAsync(
            jobId,
            new AlmaInstanceQuery { SubmittedAfter = query.SinceMinus(LongestRun) },
            query.Since is null ? new ListRange(0, UnfinishedRunCount) : ListRange.All,
            runs,
            call).ConfigureAwait(false);
        return [.. runs.Items.Where(run => query.Matches(run))];
    }
}
