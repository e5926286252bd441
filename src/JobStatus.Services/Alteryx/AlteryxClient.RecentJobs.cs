using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Alteryx;

/// <content>
/// Lists the jobs that were active recently: from the queue, or else from the list of each workflow. Neither contains the result of a
/// job, so each finished job is read by its id.
/// </content>
public sealed partial class AlteryxClient
{
    // The filter names a day, in an unknown time zone, and it is not certain whether the day itself is included.
    private static readonly TimeSpan CompletionMargin = TimeSpan.FromDays(2);

    // The time of the start cannot be later than this after the end of the time in the queue.
    private static readonly TimeSpan MaxStartDelay = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    /// <remarks>
    /// Source: Alteryx Server API V3, "Job Endpoints and Parameters" and "Workflow Endpoints and Parameters". If the queue cannot
    /// be listed, the jobs are those that were submitted at the time or later, and the unfinished ones among the newest 100 jobs
    /// of each workflow.
    /// </remarks>
    public override Task ListRecentJobsAsync(RecentJobQuery query, IListReceiver<RemoteJob> receiver, CallContext call)
    {
        var listed = new ListCollector<AlteryxJob>();
        IReadOnlyList<AlteryxJob> jobs = [];
        return ReportAfterAsync(ListAsync(), () => jobs, receiver);

        async Task ListAsync()
        {
            try
            {
                if (!await TryListQueueAsync(query, listed, call).ConfigureAwait(false))
                {
                    await ListJobsOfWorkflowsAsync(query, listed, call).ConfigureAwait(false);
                }
            }
            finally
            {
                // If the results cannot be read, the jobs are reported as they were listed.
                AlteryxJob[] wanted = SelectWanted(listed.Items, query);
                jobs = [.. wanted.Where(job => query.Matches(job)).Take(query.First)];
                jobs = await ReadRecentJobsAsync(wanted, query, call).ConfigureAwait(false);
            }
        }
    }

    // Returns false if the user or the Server cannot list the queue.
    private async Task<bool> TryListQueueAsync(RecentJobQuery query, IListReceiver<AlteryxJob> receiver, CallContext call)
    {
        try
        {
            await ListQueueAsync(UnfinishedJobs, static _ => false, receiver, call).ConfigureAwait(false);
        }
        catch (JobServiceException error) when (
            error.Kind == JobServiceErrorKind.NotSupportedByServer
            || error is { StatusCode: 401 or 403, IsFromTokenRequest: false })
        {
            call.Verbose($"{error.Problem} The jobs of each workflow are listed instead.");
            return false;
        }

        if (!query.WantsFinished || query.SinceMinus(CompletionMargin) is not { } day)
        {
            return true;
        }

        QueryString finishedSince = new QueryString()
            .Add("allUsers", "true")
            .Add("sortField", "CompletionDateTime")
            .Add("direction", "desc")
            .Add("completedAfter", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        DateTimeOffset? earliest = query.SinceMinus(StartMargin);
        await ListQueueAsync(
            finishedSince,
            page => page.All(job => job.StartedInstant < earliest && !query.Matches(job)),
            receiver,
            call).ConfigureAwait(false);
        return true;
    }

    private async Task ListJobsOfWorkflowsAsync(RecentJobQuery query, IListReceiver<AlteryxJob> receiver, CallContext call)
    {
        IReadOnlyList<AlteryxWorkflow> workflows = await GetWorkflowsAsync(name: null, call).ConfigureAwait(false);
        await ListRunsOfEachAsync(
            "Alteryx workflows",
            [.. workflows.Where(workflow => query.MatchesName(workflow.Name))],
            static workflow => workflow.WorkflowId,
            (workflow, jobs, linkedCall) => ListWorkflowJobsAsync(workflow, query, jobs, linkedCall),
            receiver,
            call).ConfigureAwait(false);
    }

    private Task ListQueueAsync(
        QueryString filters, Func<IReadOnlyList<AlteryxJob>, bool> isLastPage, IListReceiver<AlteryxJob> receiver, CallContext call) =>
        ReadPagesAsync(
            QueueSubject,
            (offset, limit) => ReadQueueAsync(filters.Page(offset, limit), offset == 0, call),
            read => Paging.ReadPagesAsync(0, MaxPageSize, read, static job => job.Id, async (page, newJobs, _) =>
            {
                await receiver.OnItemsAsync(newJobs).ConfigureAwait(false);
                return isLastPage(page.Items) ? 0 : MaxPageSize;
            }),
            call);

    private Task ListWorkflowJobsAsync(
        AlteryxWorkflow workflow, RecentJobQuery query, IListReceiver<AlteryxJob> receiver, CallContext call)
    {
        var jobs = new ListCollector<AlteryxJob>();
        string id = CheckId(workflow.WorkflowId, "Alteryx workflow id");
        var known = new AlteryxJob { Name = workflow.Name };
        return ReportAfterAsync(
            ListWorkflowJobsAsync(
                id,
                new AlteryxJobQuery { WorkflowId = id, SubmittedAfter = query.Since, IncludesUnfinished = true },
                query.Since is null ? new ListRange(0, MaxPageSize) : ListRange.All,
                jobs,
                call),
            () => [.. jobs.Items.Where(job => query.Matches(job)).Select(job => KnownValues.AddTo(job, known))],
            receiver);
    }

    // Returns the jobs with the wanted names, newest first. A job can finish between the two requests for the
    // queue, so the last copy counts.
    private static AlteryxJob[] SelectWanted(IReadOnlyList<AlteryxJob> listed, RecentJobQuery query) =>
    [
        .. listed
            .Where(job => query.MatchesName(job.Name))
            .GroupBy(static job => job.Id, StringComparer.OrdinalIgnoreCase)
            .Select(static copies => copies.Last())
            .OrderByDescending(static job => job.SortInstant),
    ];

    // Returns the newest of the wanted jobs, with the results of those that have finished.
    private async Task<IReadOnlyList<AlteryxJob>> ReadRecentJobsAsync(
        AlteryxJob[] jobs, RecentJobQuery query, CallContext call)
    {
        jobs = await ReadResultsAsync(jobs, query, call).ConfigureAwait(false);
        IEnumerable<AlteryxJob> matching = jobs.Where(job => query.Matches(job));
        if (Array.Exists(jobs, HasOtherClock))
        {
            // The times of the starts are local times of the Server without an offset, which were read as UTC.
            var wider = new RecentJobQuery
            {
                Since = query.SinceMinus(StartMargin),
                First = query.First,
                OnlyUnfinished = query.OnlyUnfinished,
            };
            jobs = await ReadResultsAsync(jobs, wider, call).ConfigureAwait(false);
            matching = jobs.Where(job => wider.Matches(job) && query.IsRecent(EndOf(job)));
        }

        AlteryxJob[] recent = [.. matching.Take(query.First)];
        WarnAboutUnreadResults(recent, call);
        return recent;
    }

    // Also reads the newest job, because it shows whether the times in the queue are right.
    private Task<AlteryxJob[]> ReadResultsAsync(AlteryxJob[] jobs, RecentJobQuery query, CallContext call)
    {
        if (!query.WantsFinished)
        {
            return Task.FromResult(jobs);
        }

        HashSet<AlteryxJob> wanted =
            [.. jobs.Where(job => query.Matches(job)).Take(query.First), .. jobs.Where(static job => job.IsFinished).Take(1)];
        return ReadByIdAsync(jobs, job => wanted.Contains(job) && IsResultMissing(job), call);
    }

    // A list contains neither the result nor the reason for a failure.
    private static bool IsResultMissing(AlteryxJob job) =>
        job is { IsFinished: true, State: RemoteJobState.Unknown or RemoteJobState.Failed, IsFromList: true, ReadError: null };

    // A job that was read by its id also has the time of its submission, which is exact.
    private static bool HasOtherClock(AlteryxJob job) =>
        job is { SubmittedInstant: { } submitted, StartedInstant: { } started }
        && (started < submitted || (job.QueueTime is { } queued && started > Add(Add(submitted, queued), MaxStartDelay)));

    private static DateTimeOffset? EndOf(AlteryxJob job) =>
        job.IsFinished ? Add(Add(job.SubmittedInstant, job.QueueTime), job.ExecutionTime) : null;

    private static DateTimeOffset? Add(DateTimeOffset? time, TimeSpan? duration) => RecentJobQuery.Add(time, duration);

    private static void WarnAboutUnreadResults(AlteryxJob[] jobs, CallContext call)
    {
        AlteryxJob[] unread = Array.FindAll(jobs, static job => job.ReadError is not null);
        if (unread.Length > 0)
        {
            string results = unread.Length == 1
                ? "The result of 1 finished job was"
                : FormattableString.Invariant($"The results of {unread.Length} finished jobs were");
            call.Warning($"{results} not read, so the State is Unknown. The first error: {unread[0].ReadError!.Problem}");
        }
    }
}
