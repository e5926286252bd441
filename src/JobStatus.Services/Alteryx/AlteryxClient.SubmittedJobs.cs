using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Alteryx;

/// <content>
/// Lists the jobs that were submitted at a time or later. Alteryx has no such filter, and the queue does not contain the times
/// of submission, so a job in the queue that can match is read by its id.
/// </content>
public sealed partial class AlteryxClient
{
    // The number of older jobs that are read to see that a list is in order.
    private const int OrderSampleSize = 8;

    // A warning names this number of jobs at most.
    private const int MaxNamedJobs = 10;

    // The list starts with the newest job, and is read up to the earliest time unless the Server ignores the order.
    private async Task ListSubmittedJobsAsync(
        string subject,
        AlteryxJobQuery query,
        DateTimeOffset earliest,
        ListRange range,
        Func<long, int, Task<ListPage<AlteryxJob>>> readPage,
        IListReceiver<AlteryxJob> receiver,
        CallContext call)
    {
        long wanted = query.OldestFirst || range.First > long.MaxValue - range.Skip ? long.MaxValue : range.Skip + range.First;
        int pageSize = query.Statuses.Count == 0 ? (int)Math.Min(MaxPageSize, Math.Max(2, wanted)) : MaxPageSize;
        var order = new JobOrder();
        var unknown = new List<string>();
        bool isSorted = true;

        async Task<int> AddPageAsync(List<AlteryxJob> listed)
        {
            AlteryxJob[] matching = [.. listed.Where(query.Matches)];
            AlteryxJob[] jobs = await ReadTimesAsync(matching, job => IsTimeUnknown(job, earliest), call).ConfigureAwait(false);
            unknown.AddRange(jobs.Where(job => IsTimeUnknown(job, earliest)).Select(static job => job.Id));
            AlteryxJob[] found = [.. jobs.Where(job => job.SubmittedInstant >= earliest)];
            order.Add(found);
            bool hasOlder = jobs.Any(job => IsOlder(job, earliest));
            if (isSorted)
            {
                jobs = hasOlder ? await ReadSampleAsync(jobs, call).ConfigureAwait(false) : jobs;
                isSorted = JobOrder.IsSorted(jobs, oldestFirst: false)
                    && !jobs.SkipWhile(job => !IsOlder(job, earliest)).Any(job => job.SubmittedInstant >= earliest);
                if (!isSorted)
                {
                    ReportIgnoredOrder(subject, call);
                }
            }

            if (!isSorted)
            {
                return MaxPageSize;
            }

            return hasOlder || order.Count >= wanted ? 0 : pageSize;
        }

        await ReadPagesAsync(
            subject,
            readPage,
            read => Paging.ReadPagesAsync(0, pageSize, read, static job => job.Id, (_, newItems, _) => AddPageAsync(newItems)),
            call).ConfigureAwait(false);
        if (unknown.Count > 0)
        {
            call.Warning(DescribeUnknown(subject, unknown));
        }

        await ReportAsync(order.GetRange(range, query), receiver).ConfigureAwait(false);
    }

    private static bool IsOlder(AlteryxJob job, DateTimeOffset earliest) => (job.SubmittedInstant ?? job.StartedInstant) < earliest;

    private static bool IsTimeUnknown(AlteryxJob job, DateTimeOffset earliest) =>
        job.SubmittedInstant is null && !IsOlder(job, earliest);

    // Jobs that were started before the earliest time do not match. The time of a few of them shows whether the list is in order.
    private Task<AlteryxJob[]> ReadSampleAsync(AlteryxJob[] jobs, CallContext call)
    {
        AlteryxJob[] untimed = [.. jobs.Where(static job => job.SubmittedInstant is null)];
        int count = Math.Min(OrderSampleSize, untimed.Length);
        var sample = new HashSet<AlteryxJob>(
            Enumerable.Range(0, count).Select(i => untimed[i * (untimed.Length - 1) / Math.Max(1, count - 1)]));
        return ReadTimesAsync(jobs, sample.Contains, call);
    }

    // Reads the jobs without a time of submission by their ids. The result of a job is then known as well.
    private async Task<AlteryxJob[]> ReadTimesAsync(AlteryxJob[] jobs, Func<AlteryxJob, bool> isNeeded, CallContext call)
    {
        AlteryxJob[] read = [.. jobs];
        await ReadEachAsync(
            Enumerable.Range(0, jobs.Length).Where(i => jobs[i].SubmittedInstant is null && isNeeded(jobs[i])),
            async (i, linkedCall) => (Position: i, Job: await TryReadAsync(jobs[i], linkedCall).ConfigureAwait(false)),
            result => read[result.Position] = result.Job,
            call).ConfigureAwait(false);
        return read;
    }

    // A job that cannot be read does not end the list, unless the Server cannot be used at all.
    private async Task<AlteryxJob> TryReadAsync(AlteryxJob listed, CallContext call)
    {
        try
        {
            AlteryxJob job = await GetJobAsync(listed.Id, includeMessages: true, call).ConfigureAwait(false);
            return KnownValues.AddTo(job, listed);
        }
        catch (JobServiceException error)
            when (error.StatusCode is not null and not (int)HttpStatusCode.Unauthorized && error.Kind != JobServiceErrorKind.LimitReached)
        {
            call.Verbose(error.Problem);
            return listed;
        }
    }

    private static string DescribeUnknown(string subject, List<string> ids)
    {
        if (ids.Count == 1)
        {
            return $"{subject}: the time when job {ids[0]} was submitted is not known, so the job was left out.";
        }

        string more = ids.Count > MaxNamedJobs ? FormattableString.Invariant($" and {ids.Count - MaxNamedJobs} more") : string.Empty;
        return FormattableString.Invariant($"{subject}: the times when {ids.Count} jobs were submitted are not known, ")
            + $"so the jobs were left out: {string.Join(", ", ids.Take(MaxNamedJobs))}{more}.";
    }
}
