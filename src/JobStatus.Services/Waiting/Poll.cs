using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace JobStatus.Services.Waiting;

/// <summary>One round of asking: the lists and the single runs that are due.</summary>
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

    public bool IsCancelled => _cancellation.IsCancellationRequested;

    public bool IsEmpty => _jobs.Count == 0;

    public IReadOnlyList<WatchedJob> Jobs => _jobs;

    public IReadOnlyList<ListPoll> Lists => _lists;

    /// <summary>The waits that have runs in it.</summary>
    public IReadOnlyCollection<WaitPart> Parts => _parts;

    public bool IsSinglePoll => _parts.Any(part => part.IsSinglePoll);

    /// <summary>How many requests it took so far.</summary>
    public int RequestCount => _requestCount;

    /// <summary>What is or was under way in it. Guarded by the watch.</summary>
    public List<PollRequest> Requests { get; } = [];

    /// <summary>Whether the service answered anything.</summary>
    public bool HasResponses { get; set; }

    /// <summary>The last fault that passes; null for none.</summary>
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

    /// <summary>Whether a list of this look is to tell about the run.</summary>
    public bool IsCoveredByList(WatchedJob job) => _coveredByLists.Contains(job);

    /// <summary>Whether it was made for this run.</summary>
    public bool IsDue(WatchedJob job) => job.NextPoll <= Time || !IsCoveredByList(job);

    /// <summary>The run is to be asked for otherwise right after this look.</summary>
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
