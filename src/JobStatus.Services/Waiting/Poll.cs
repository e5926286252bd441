using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Services.Waiting;

/// <summary>
/// One poll: the lists and the individual runs that are due. It takes in the results, and determines which requests follow
/// from them. Like the planner, it has no clock and no lock, and sends nothing.
/// </summary>
internal sealed class Poll(DateTimeOffset time, WatchedJobs watched)
{
    private const int ListFailuresBeforeProbe = 2;

    // The maximum number of definitions whose earlier runs are read after one poll.
    private const int MaxDefinitionsToRead = 8;

    private readonly HashSet<WaitPart> _parts = [];
    private readonly List<WatchedJob> _jobs = [];
    private readonly List<PollRequest> _lists = [];

    public IReadOnlyList<WatchedJob> Jobs => _jobs;

    /// <summary>The lists, which are read first because they show which runs must be read by their ids.</summary>
    public IReadOnlyList<PollRequest> Lists => _lists;

    /// <summary>The waits that have runs in this poll.</summary>
    public IReadOnlyCollection<WaitPart> Parts => _parts;

    public bool IsSinglePoll => _parts.Any(static part => part.IsSinglePoll);

    /// <summary>The number of requests so far.</summary>
    public int RequestCount { get; private set; }

    /// <summary>True if any request received a usable response or a permanent error.</summary>
    public bool HasResponses { get; private set; }

    /// <summary>The last transient error, or null if there was none.</summary>
    public JobServiceException? LastError { get; private set; }

    public void Add(IEnumerable<WatchedJob> jobs, PollRequest? list = null)
    {
        foreach (WatchedJob job in jobs)
        {
            job.Stage = PollStage.Pending;
            job.WasPolled = true;
            job.ListRequest = list;
            _jobs.Add(job);
            _parts.UnionWith(job.Parts);
        }
    }

    public void Add(WatchedList list, int maxPages)
    {
        var request = new PollRequest(list.Jobs.Where(static job => job.Stage == PollStage.Idle).ToArray(), list, maxPages);
        list.IsBeingRead = true;
        _lists.Add(request);
        Add(request.Jobs, request);
    }

    /// <summary>Returns true if the run was due when this poll was created.</summary>
    public bool IsDue(WatchedJob job) => job.NextPoll <= time || job.ListRequest is null;

    /// <summary>Handles an item of a list.</summary>
    /// <returns>The waits to which the item must be reported.</returns>
    public IReadOnlyList<WaitPart> HandleListItem(PollRequest request, RemoteJob item, DateTimeOffset now)
    {
        if (watched.Find(item.Id) is not { } job || job.ListRequest != request)
        {
            watched.EarlierRuns.LearnFromOther(item);
            return [];
        }

        job.TimesMissing = 0;
        request.List!.OmitsFields |= item.IsFromList;
        KnownValues.AddTo(item, job.LastSeen);
        if (item is { IsFinished: true, IsFromList: true })
        {
            job.Stage = PollStage.NeedsRead;
        }

        return job.Stage == PollStage.NeedsRead
            ? []
            : HandleResult(job, new JobReadResult(new JobTarget(job.Id), item), now);
    }

    /// <summary>Handles the end of a list that was read without an error.</summary>
    public void HandleList(PollRequest request, int pages)
    {
        WatchedList list = request.List!;
        bool isIncomplete = false;
        foreach (WatchedJob job in request.Jobs.Where(static job => job.Stage == PollStage.Pending))
        {
            switch (list.List.MeaningOfAbsence(job.Id))
            {
                case AbsenceMeaning.Unchanged:
                    job.Stage = PollStage.Reported;
                    HasResponses = true;
                    break;
                case AbsenceMeaning.Gone:
                    job.TimesMissing++;
                    job.Stage = PollStage.NeedsRead;
                    break;
                default:
                    job.Stage = IsDue(job) ? PollStage.NeedsRead : PollStage.Pending;
                    isIncomplete = true;
                    break;
            }
        }

        RequestCount += pages;
        list.Failures = 0;
        list.Pages = pages + (isIncomplete ? 1 : 0);
    }

    /// <summary>
    /// Handles an error of a list. If the error is permanent, the list is disabled, and its runs are polled in other ways.
    /// </summary>
    /// <returns>The runs for which the error must be reported.</returns>
    public IReadOnlyList<WatchedJob> HandleListError(PollRequest request, JobServiceException error, DateTimeOffset now)
    {
        WatchedList list = request.List!;
        WatchedJob[] pending = request.Jobs.Where(static job => job.Stage == PollStage.Pending).ToArray();
        RequestCount++;
        if (error.Kind == JobServiceErrorKind.QuotaExhausted)
        {
            // Other requests would fail with the same error.
            return pending;
        }

        if (JobServiceErrors.For(error.Kind).IsTransient)
        {
            // If the list keeps failing, one run is read by itself to find out whether only the list fails.
            list.Failures++;
            if (list.Failures >= ListFailuresBeforeProbe
                && error.Kind != JobServiceErrorKind.LimitReached
                && pending.FirstOrDefault(IsDue) is { } probe)
            {
                probe.Stage = PollStage.Probe;
            }

            return pending.Where(static job => job.Stage == PollStage.Pending).ToArray();
        }

        watched.Disable(list, now);
        foreach (WatchedJob job in pending.Where(IsDue))
        {
            job.Stage = job.List is null || IsSinglePoll ? PollStage.NeedsRead : PollStage.KeptDue;
        }

        return [];
    }

    /// <summary>
    /// Returns the requests for the runs that must be read by their ids. Runs that belong to only one wait are read separately,
    /// so that their requests can be canceled with that wait.
    /// </summary>
    public IReadOnlyList<PollRequest> ReadsById()
    {
        PollRequest[] requests = Jobs
            .Where(job => watched.Contains(job)
                && (job.Stage is PollStage.NeedsRead or PollStage.Probe || (job.Stage == PollStage.Pending && job.ListRequest is null)))
            .GroupBy(static job => job.OnlyPart)
            .Select(static group => new PollRequest(group.ToArray()))
            .ToArray();
        RequestCount += requests.Sum(static request => request.Jobs.Count);
        return requests;
    }

    /// <summary>Handles the result for a run.</summary>
    /// <returns>The waits to which the result must be reported.</returns>
    public IReadOnlyList<WaitPart> HandleResult(WatchedJob job, JobReadResult result, DateTimeOffset now)
    {
        if (!watched.Contains(job))
        {
            return [];
        }

        bool isProbe = job.Stage == PollStage.Probe;
        if (isProbe || job.Stage == PollStage.NeedsRead || job.ListRequest is null)
        {
            job.OnReadById(!result.IsTransientError, now);
        }

        IReadOnlyList<WaitPart> parts = job.Parts;
        job.Stage = PollStage.Reported;
        if (result.IsTransientError)
        {
            job.Failures++;
            LastError = result.Error;
            return parts;
        }

        HasResponses = true;
        job.Failures = 0;
        if (isProbe && job.List is { } failing)
        {
            watched.Disable(failing, now);
        }

        if (result.Job is { } seen)
        {
            // Each of several waits can know something about the run that the others do not know.
            foreach (WaitPart part in job.OnlyPart is null ? parts : [])
            {
                KnownValues.AddTo(seen, part.FindLastSeen(job.Id));
            }

            job.Update(seen, now, watched.ClockDifference);
        }

        if (result.Job is { IsFinished: false })
        {
            watched.EndReachedWaits(job, now);
        }
        else
        {
            watched.Remove(job, now);
        }

        if (result.Job is { IsFinished: true } finished)
        {
            watched.EarlierRuns.Learn(finished, finished.Duration ?? TimeSpan.FromSeconds(job.Forecast.AgeAt(now)));
        }

        return parts;
    }

    /// <summary>
    /// Returns a request for the earlier runs of each definition that is needed and not known: that of a run whose duration
    /// cannot be predicted from its progress and that shares no list with other runs.
    /// </summary>
    /// <param name="now">The current time.</param>
    /// <param name="spare">The number of requests that do not delay later polls, or null if there is no known quota.</param>
    public IReadOnlyList<PollRequest> ReadsOfEarlierRuns(DateTimeOffset now, long? spare = null)
    {
        if (IsSinglePoll)
        {
            return [];
        }

        PollRequest[] requests = Jobs
            .Where(watched.Contains)
            .Where(static job => job is { LastSeen: not null, Stage: PollStage.Reported, Failures: 0, ListRequest: null })
            .Where(static job => !job.Forecast.IsPredicted && !job.WaitsForState && job.List is not { Jobs.Count: > 1 })
            .GroupBy(job => watched.EarlierRuns.For(job.LastSeen))
            .Where(group => group.Key is not null && group.Key.NeedsReading(now))
            .Take((int)Math.Min(MaxDefinitionsToRead, spare ?? MaxDefinitionsToRead))
            .Select(group =>
            {
                group.Key!.ReadAt = now;
                return new PollRequest(group.ToArray());
            })
            .ToArray();
        RequestCount += requests.Length;
        return requests;
    }
}
