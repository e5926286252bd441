using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Xplenty;

/// <content>Lists the jobs that were active recently.</content>
public sealed partial class XplentyClient
{
    /// <inheritdoc/>
    /// <remarks>
    /// Source: Integrate.io ETL API, "List Jobs". One list contains all jobs that were updated at a time or later. An unfinished
    /// job that was not updated since then is not in it, so only unfinished jobs are listed by their statuses.
    /// </remarks>
    public override Task ListRecentJobsAsync(RecentJobQuery query, IListReceiver<RemoteJob> receiver, CallContext call) =>
        query.Since is null ? ListUnfinishedJobsAsync(receiver, call) : ListUpdatedJobsAsync(query, receiver, call);

    private Task ListUpdatedJobsAsync(RecentJobQuery query, IListReceiver<RemoteJob> receiver, CallContext call)
    {
        QueryString filters = Parameters(new XplentyJobQuery { UpdatedSince = query.Since, SortByUpdate = true });
        DateTimeOffset? earliest = query.SinceMinus(XplentyUpdatedJobs.Overlap);
        DateTimeOffset? latest = null;
        bool isInOrder = true;

        // If the service ignored "since", the list would continue to the first job of the account. If it also ignored "sort", a
        // wanted job could be anywhere in the list.
        async Task<int> ReportPageAsync(ListPage<XplentyJob> page, List<XplentyJob> newJobs)
        {
            foreach (DateTimeOffset updated in page.Items.Select(static job => job.UpdatedInstant).OfType<DateTimeOffset>())
            {
                isInOrder &= !(updated - latest > XplentyUpdatedJobs.Overlap);
                latest = updated;
            }

            if (newJobs.FindAll(job => query.Matches(job, job.UpdatedInstant)) is { Count: > 0 } jobs)
            {
                await receiver.OnItemsAsync(jobs).ConfigureAwait(false);
            }

            return isInOrder && latest < earliest ? 0 : MaxPageSize;
        }

        return ReadPagesAsync(
            "Xplenty jobs",
            (offset, limit) => ReadJobsAsync($"jobs{filters.Page(offset, limit)}", "Xplenty jobs", call),
            read => Paging.ReadPagesAsync(
                0, MaxPageSize, read, static job => job.Id, (page, newJobs, _) => ReportPageAsync(page, newJobs)),
            call,
            hasId: false);
    }

    // There is no filter for all unfinished jobs. The status of a job can change while the lists are read.
    private Task ListUnfinishedJobsAsync(IListReceiver<RemoteJob> receiver, CallContext call)
    {
        (string Status, ListCollector<XplentyJob> Jobs)[] lists =
            [.. XplentyJobStatus.Unfinished.Select(static status => (status, new ListCollector<XplentyJob>()))];
        return ReportAfterAsync(
            Task.WhenAll(lists.Select(list =>
                ListJobsAsync(new XplentyJobQuery { Status = list.Status }, ListRange.All, list.Jobs, call))),
            () =>
            [
                .. lists
                    .SelectMany(static list => list.Jobs.Items)
                    .Where(static job => !job.IsFinished)
                    .GroupBy(static job => job.Id, StringComparer.Ordinal)
                    .Select(static copies => copies.First()),
            ],
            receiver);
    }
}
