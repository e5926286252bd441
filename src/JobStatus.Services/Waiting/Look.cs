using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace JobStatus.Services.Waiting;

/// <summary>One round of asking: the lists and the single runs that are due.</summary>
internal sealed class Look(DateTimeOffset time, CancellationToken over) : IDisposable
{
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(over);
    private readonly HashSet<WatchedJob> _ofLists = [];
    private readonly HashSet<WatchedJob> _leftDue = [];
    private readonly HashSet<WaitPart> _parts = [];
    private readonly List<WatchedJob> _jobs = [];
    private readonly List<ListToAsk> _lists = [];
    private int _requestCount;

    public DateTimeOffset Time { get; } = time;

    public CancellationToken Token => _end.Token;

    public bool IsCancelled => _end.IsCancellationRequested;

    public bool IsEmpty => _jobs.Count == 0;

    public IReadOnlyList<WatchedJob> Jobs => _jobs;

    public IReadOnlyList<ListToAsk> Lists => _lists;

    /// <summary>The waits that have runs in it.</summary>
    public IReadOnlyCollection<WaitPart> Parts => _parts;

    public bool LooksOnce => _parts.Any(part => part.LooksOnce);

    /// <summary>How many requests it took so far.</summary>
    public int RequestCount => _requestCount;

    /// <summary>What is or was under way in it. Guarded by the watch.</summary>
    public List<Request> Requests { get; } = [];

    /// <summary>Whether the service answered anything.</summary>
    public bool HasAnswers { get; set; }

    /// <summary>The last fault that passes; null for none.</summary>
    public JobServiceException? Fault { get; set; }

    public void Add(IEnumerable<WatchedJob> jobs)
    {
        foreach (WatchedJob job in jobs)
        {
            _jobs.Add(job);
            _parts.UnionWith(job.Waiting.Select(waited => waited.Part));
        }
    }

    public void Add(WatchedList list, int mostPages)
    {
        WatchedJob[] jobs = list.Jobs.Where(static job => !job.IsAskedAbout).ToArray();
        _lists.Add(new ListToAsk(list, jobs, mostPages));
        _ofLists.UnionWith(jobs);
        Add(jobs);
    }

    /// <summary>Whether a list of this look is to tell about the run.</summary>
    public bool IsOfList(WatchedJob job) => _ofLists.Contains(job);

    /// <summary>Whether it was made for this run.</summary>
    public bool IsDue(WatchedJob job) => job.NextLook <= Time || !IsOfList(job);

    /// <summary>The run is to be asked for otherwise right after this look.</summary>
    public void LeaveDue(WatchedJob job)
    {
        lock (_leftDue)
        {
            _leftDue.Add(job);
        }
    }

    public bool IsLeftDue(WatchedJob job) => _leftDue.Contains(job);

    public void Count(int requests) => Interlocked.Add(ref _requestCount, requests);

    public void Dispose() => _end.Dispose();
}
