using System;
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
        try
        {
            await ListJobsAsync(
                new AlmaJobQuery { Type = query.IncludeUnscheduled ? null : Scheduled },
                filter: null,
                ListRange.All,
                definitions,
                call).ConfigureAwait(false);
        }
        catch (JobServiceException) when (definitions.Items.Count > 0)
        {
            await ListRunsAsync().ConfigureAwait(false);
            throw;
        }

        await ListRunsAsync().ConfigureAwait(false);

        Task ListRunsAsync() => ListRunsOfEachAsync(
            "Alma jobs",
            definitions.Items,
            static definition => definition.JobId,
            (definition, runs, linkedCall) => ListRecentInstancesAsync(definition.JobId, query, runs, linkedCall),
            receiver,
            call);
    }

    private Task ListRecentInstancesAsync(string jobId, RecentJobQuery query, IListReceiver<RemoteJob> receiver, CallContext call)
    {
        var runs = new ListCollector<AlmaJobInstance>();
        return ReportAfterAsync(
            ListInstancesAsync(
                jobId,
                new AlmaInstanceQuery { SubmittedAfter = query.SinceMinus(LongestRun) },
                query.Since is null ? new ListRange(0, UnfinishedRunCount) : ListRange.All,
                runs,
                call),
            () => [.. runs.Items.Where(run => query.Matches(run))],
            receiver);
    }
}
