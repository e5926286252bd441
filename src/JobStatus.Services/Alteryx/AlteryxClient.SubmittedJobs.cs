using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Alteryx;

/// <content>
/// Lists the jobs that were submitted at a time or later, and sorts lists. Alteryx has no such filter. The queue does not contain the
/// times of submission, and other lists can contain local times of the Server, so a job that can match is then read by its id.
/// </content>
public sealed partial class AlteryxClient
{
    // The number of jobs that are read to see that a list is in order.
    private const int OrderSampleSize = 8;

    // A warning names this number of jobs at most.
    private const int MaxNamedJobs = 10;

    // A list can contain the local time of the Server without an offset, which was read as UTC.
    private static readonly TimeSpan StartMargin = TimeSpan.FromDays(1);

    // The list starts with the newest job, and is read up to the earliest time unless the Server ignores the order. A job whose
    // time is not known comes last.
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
        var unknown = new List<AlteryxJob>();
        bool isSorted = true;

        bool IsWanted(AlteryxJob job) =>
            job.SubmittedInstant is not null
            && (IsOlder(job, earliest) ? query.IncludesUnfinished && !job.IsFinished : !IsTimeUnknown(job, earliest));

        async Task<int> AddPageAsync(List<AlteryxJob> listed)
        {
            AlteryxJob[] matching = [.. listed.Where(query.Matches)];
            AlteryxJob[] exact = Array.FindAll(matching, static job => !job.HasLocalTime);
            order.Add(exact.Where(IsWanted));
            AlteryxJob[] jobs = await ReadTimesAsync(matching, job => IsTimeUnknown(job, earliest), call).ConfigureAwait(false);
            bool hasOlder = jobs.Any(job => IsOlder(job, earliest));
            if (isSorted && hasOlder)
            {
                jobs = await ReadSampleAsync(jobs, call).ConfigureAwait(false);
                if (jobs.Any(job => job.SubmittedInstant >= earliest && IsStartedBefore(job, earliest)))
                {
                    // The times of the starts are wrong.
                    jobs = await ReadTimesAsync(jobs, static _ => true, call).ConfigureAwait(false);
                    hasOlder = jobs.Any(job => IsOlder(job, earliest));
                }
            }

            order.Add(jobs.Except(exact).Where(IsWanted));
            foreach (AlteryxJob job in jobs.Where(job => IsTimeUnknown(job, earliest)))
            {
                unknown.Add(job);
                if (job.ReadError is { } error)
                {
                    call.ItemError(job.Id, error);
                }
            }

            if (isSorted)
            {
                isSorted = JobOrder.IsSorted(Array.FindAll(jobs, static job => !job.HasLocalTime), oldestFirst: false)
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

        IReadOnlyList<AlteryxJob> GetJobs()
        {
            if (unknown.Count > 0)
            {
                call.Warning(DescribeUnknown(subject, unknown));
            }

            order.Add(unknown);
            return order.GetRange(range, query);
        }

        await ReportAfterAsync(
            ReadPagesAsync(
                subject,
                readPage,
                read => Paging.ReadPagesAsync(0, pageSize, read, static job => job.Id, (_, newItems, _) => AddPageAsync(newItems)),
                call),
            GetJobs,
            receiver).ConfigureAwait(false);
    }

    private static bool IsOlder(AlteryxJob job, DateTimeOffset earliest) =>
        job.SubmittedInstant is not { } submitted ? IsStartedBefore(job, earliest)
        : job.HasLocalTime ? submitted + StartMargin < earliest
        : submitted < earliest;

    private static bool IsStartedBefore(AlteryxJob job, DateTimeOffset earliest) => job.StartedInstant + StartMargin < earliest;

    private static bool IsTimeUnknown(AlteryxJob job, DateTimeOffset earliest) =>
        (job.SubmittedInstant is null || job.HasLocalTime) && !IsOlder(job, earliest);

    // No job is read twice.
    private static bool IsUnread(AlteryxJob job) =>
        job is { IsFromList: true, ReadError: null } && (job.SubmittedInstant is null || job.HasLocalTime);

    // Checks whether the first jobs of a list are in the requested order. The page that is returned contains jobs that were read
    // by their ids for this.
    private async Task<(bool IsSorted, ListPage<AlteryxJob> Page)> CheckOrderAsync(
        ListPage<AlteryxJob> page, bool oldestFirst, CallContext call)
    {
        if (page.Items.Count(static job => job.SubmittedInstant is not null) > 1 || page.Items.Count < 2)
        {
            return (JobOrder.IsSorted(page.Items, oldestFirst), page);
        }

        // Jobs of the queue usually start in the order in which they were submitted.
        if (JobOrder.IsSortedByStart(page.Items, oldestFirst))
        {
            return (true, page);
        }

        AlteryxJob[] jobs = [.. page.Items];
        var once = new CallContext(call.CancellationToken, call.Verbose, call.Warning, call.Debug) { RetryTransientErrors = false };
        try
        {
            jobs = await ReadSampleAsync(jobs, once).ConfigureAwait(false);
        }
        catch (JobServiceException error)
        {
            call.Verbose($"The order of the list was not checked: {error.Problem}");
        }

        foreach (AlteryxJob job in jobs)
        {
            job.ReadError = null;
        }

        return (
            JobOrder.IsSorted(jobs, oldestFirst),
            new ListPage<AlteryxJob>(jobs, page.Total, page.ReceivedCount) { HasNext = page.HasNext });
    }

    private async Task ReadWholeListAsync(
        string subject,
        AlteryxJobQuery query,
        ListRange range,
        Func<long, int, Task<ListPage<AlteryxJob>>> readPage,
        JobOrder order,
        CallContext call)
    {
        var listed = new List<AlteryxJob>();
        try
        {
            await ReadPagesAsync(
                subject,
                readPage,
                read => Paging.ReadPagesAsync(0, MaxPageSize, read, static job => job.Id, (_, newItems, _) =>
                {
                    listed.AddRange(newItems.Where(query.Matches));
                    return Task.FromResult(MaxPageSize);
                }),
                call).ConfigureAwait(false);
        }
        finally
        {
            AlteryxJob[] jobs = [.. listed];
            try
            {
                bool isWhole = query.OldestFirst || range.First > jobs.Length - range.Skip;
                jobs = await ReadTimesOfNewestAsync(jobs, isWhole ? jobs.Length : (int)(range.Skip + range.First), call)
                    .ConfigureAwait(false);
            }
            finally
            {
                order.Add(jobs);
            }
        }
    }

    // Reads the times that are needed to find the newest jobs. A job that started before the oldest one of them was submitted is
    // not one of them.
    private async Task<AlteryxJob[]> ReadTimesOfNewestAsync(AlteryxJob[] jobs, int count, CallContext call)
    {
        DateTimeOffset? earliest = null;
        AlteryxJob[] read = jobs;
        if (count < jobs.Length)
        {
            var latest = new HashSet<AlteryxJob>(jobs
                .OrderByDescending(static job => job.SubmittedInstant ?? job.StartedInstant ?? DateTimeOffset.MaxValue)
                .Take(count));
            read = await ReadTimesAsync(jobs, job => job.SubmittedInstant is null && latest.Contains(job), call).ConfigureAwait(false);
            DateTimeOffset?[] times = [.. read.Where((_, i) => latest.Contains(jobs[i])).Select(static job => job.SubmittedInstant)];
            earliest = Array.TrueForAll(times, static time => time is not null) ? times.Min() : null;
        }

        read = await ReadTimesAsync(
            read,
            job => job.SubmittedInstant is null && (earliest is null || !IsOlder(job, earliest.Value)),
            call).ConfigureAwait(false);
        foreach (AlteryxJob job in read.Where(static job => job.ReadError is not null))
        {
            call.ItemError(job.Id, job.ReadError!);
        }

        return read;
    }

    // Jobs that were started before the earliest time do not match. The time of a few of them shows whether the list is in order.
    private Task<AlteryxJob[]> ReadSampleAsync(AlteryxJob[] jobs, CallContext call)
    {
        AlteryxJob[] unread = [.. jobs.Where(IsUnread)];
        int count = Math.Min(OrderSampleSize, unread.Length);
        var sample = new HashSet<AlteryxJob>(
            Enumerable.Range(0, count).Select(i => unread[i * (unread.Length - 1) / Math.Max(1, count - 1)]));
        return ReadTimesAsync(jobs, sample.Contains, call);
    }

    // Reads the jobs without a time of submission by their ids. The result of a job is then known as well.
    private Task<AlteryxJob[]> ReadTimesAsync(AlteryxJob[] jobs, Func<AlteryxJob, bool> isNeeded, CallContext call) =>
        ReadByIdAsync(jobs, job => IsUnread(job) && isNeeded(job), call);

    // A job that cannot be read does not end the list, unless the others would have the same error.
    private async Task<AlteryxJob[]> ReadByIdAsync(AlteryxJob[] jobs, Func<AlteryxJob, bool> isNeeded, CallContext call)
    {
        AlteryxJob[] read = [.. jobs];
        int count = 0;
        int unusable = 0;

        void OnRead((int Position, AlteryxJob Job) result)
        {
            read[result.Position] = result.Job;
            count++;
            unusable += result.Job.ReadError is { } reason && IsErrorOfServer(reason) ? 1 : 0;
            if (unusable == Concurrency && unusable == count)
            {
                // The other jobs would have the same error.
                throw result.Job.ReadError!;
            }
        }

        await ReadEachAsync(
            Enumerable.Range(0, jobs.Length).Where(i => isNeeded(jobs[i])),
            async (i, linkedCall) => (Position: i, Job: await TryReadAsync(jobs[i], linkedCall).ConfigureAwait(false)),
            OnRead,
            call).ConfigureAwait(false);
        return read;
    }

    private async Task<AlteryxJob> TryReadAsync(AlteryxJob listed, CallContext call)
    {
        try
        {
            AlteryxJob job = await GetJobAsync(listed.Id, includeMessages: true, call).ConfigureAwait(false);
            return KnownValues.AddTo(job, listed);
        }
        catch (JobServiceException error)
        {
            call.Verbose(error.Problem);
            listed.ReadError = error;
            return listed;
        }
    }

    private static bool IsErrorOfServer(JobServiceException error) =>
        error.StatusCode is null or (int)HttpStatusCode.Unauthorized || error.Kind == JobServiceErrorKind.LimitReached;

    private static string DescribeUnknown(string subject, List<AlteryxJob> jobs)
    {
        if (jobs.Count == 1)
        {
            return $"{subject}: the time when job {jobs[0].Id} was submitted is not known ({ReasonOf(jobs[0])}). "
                + "The job comes last, and it may have been submitted before the specified time.";
        }

        string named = string.Join(", ", jobs.Take(MaxNamedJobs).Select(static job => $"{job.Id} ({ReasonOf(job)})"));
        string more = jobs.Count > MaxNamedJobs ? FormattableString.Invariant($" and {jobs.Count - MaxNamedJobs} more") : string.Empty;
        return FormattableString.Invariant($"{subject}: the times when {jobs.Count} jobs were submitted are not known. ")
            + $"The jobs come last, and they may have been submitted before the specified time: {named}{more}.";
    }

    private static string ReasonOf(AlteryxJob job) =>
        job.ReadError is not { } error ? "not reported by the Server"
        : error.StatusCode is { } status ? FormattableString.Invariant($"{error.Kind}, HTTP {status}")
        : error.Kind.ToString();
}
