using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace JobStatus.Services.Waiting;

/// <summary>One poll: the lists and the individual runs that are due.</summary>
internal sealed class Poll(DateTimeOffset time, CancellationToken stop) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private readonly HashSet<WatchedJob> _coveredByLists = [];
    private readonly HashSet<WatchedJob> _keptDue = [];
    private readonly HashSet<WaitPart> _parts = [];
    private readonly List<WatchedJob> _jobs = [];
    private readonly List<ListPoll> _lists = [];
    private int _requestCount;

    public DateTimeOffset Time { get; } = time;

    public CancellationToken Token => _cancellation.Token;

    public bool IsCanceled => _cancellation.IsCancellationRequested;

    public bool IsEmpty => _jobs.Count == 0;

    public IReadOnlyList<WatchedJob> Jobs => _jobs;

    public IReadOnlyList<ListPoll> Lists => _lists;

    /// <summary>The waits that have runs in this poll.</summary>
    public IReadOnlyCollection<WaitPart> Parts => _parts;

    public bool IsSinglePoll => _parts.Any(part => part.IsSinglePoll);

    /// <summary>The number of requests so far.</summary>
    public int RequestCount => _requestCount;

    /// <summary>The current and past requests of this poll. Access is synchronized by the watch.</summary>
    public List<PollRequest> Requests { get; } = [];

    /// <summary>True if any request received a usable response or a permanent error.</summary>
    public bool HasResponses { get; set; }

    /// <summary>The last transient error, or null if there was none.</summary>
    public JobServiceException? LastError { get; set; }

    public void Add(IEnumerable<WatchedJob> jobs)
    {
        foreach (WatchedJob job in jobs)
        {
            _jobs.Add(job);
            _parts.UnionWith(job.Waits.Select(waited => waited.Part));
        }
    }

    public void Add(WatchedList list, int maxPages)
    {
        WatchedJob[] jobs = list.Jobs.Where(static job => !job.IsBeingPolled).ToArray();
        _lists.Add(new ListPoll(list, jobs, maxPages));
        _coveredByLists.UnionWith(jobs);
        Add(jobs);
    }

    /// <summary>Returns true if a list in this poll covers the run.</summary>
    public bool IsCoveredByList(WatchedJob job) => _coveredByLists.Contains(job);

    /// <summary>Returns true if the run was due when this poll was created.</summary>
    public bool IsDue(WatchedJob job) => job.NextPoll <= Time || !IsCoveredByList(job);

    /// <summary>Keeps the run due, so that it is polled in another way right after this poll.</summary>
    public void KeepDue(WatchedJob job)
    {
        lock (_keptDue)
        {
            _keptDue.Add(job);
        }
    }

    public bool IsKeptDue(WatchedJob job) => _keptDue.Contains(job);

    public void CountRequests(int requests) => Interlocked.Add(ref _requestCount, requests);

    public void Dispose() => _cancellation.Dispose();
}
