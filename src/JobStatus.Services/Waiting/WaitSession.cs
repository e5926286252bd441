using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace JobStatus.Services.Waiting;

/// <summary>
/// The state that all parts of one wait share: the observer, the finished runs, and whether the wait is over.
/// </summary>
internal sealed class WaitSession
{
    private const int MaxJobsInProgress = 4;

    private readonly object _gate = new();
    private readonly IWaitObserver _observer;
    private readonly bool _any;
    private readonly CancellationTokenSource _cancellation;
    private readonly List<WaitedJob> _jobs = [];
    private readonly int _doneBefore;
    private int _done;
    private double _percentOfUnfinished;
    private int _firstUnfinished;
    private bool _isOver;

    public WaitSession(IWaitObserver observer, bool any, CancellationTokenSource cancellation, int doneBefore)
    {
        _observer = observer;
        _any = any;
        _cancellation = cancellation;
        _doneBefore = doneBefore;
    }

    /// <summary>True after the wait has ended, which is after the first finished run if the wait is for any run.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate)
            {
                return _isOver;
            }
        }
    }

    public void Add(IEnumerable<WaitedJob> jobs)
    {
        _jobs.AddRange(jobs);
        _percentOfUnfinished = _jobs.Sum(PercentOf);
    }

    /// <summary>Ends the session, so that the observer is not called anymore.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isOver = true;
        }
    }

    /// <summary>Handles the result for a run, which is either the run or a permanent error.</summary>
    /// <returns>True if the wait for this run is done.</returns>
    public bool HandleResult(WaitedJob job, JobReadResult result)
    {
        bool isOver;
        lock (_gate)
        {
            if (_isOver || job.IsDone)
            {
                return false;
            }

            if (result.Error is { } error)
            {
                MarkDone(job);
                _observer.OnAbandoned(job.Target, error);
                return true;
            }

            RemoteJob now = result.Job!;
            RemoteJob? before = job.Target.LastSeen;
            _percentOfUnfinished -= PercentOf(job);
            job.Update(now);
            _percentOfUnfinished += PercentOf(job);
            if (before is null || before.State != now.State || !string.Equals(before.Status, now.Status, StringComparison.Ordinal))
            {
                _observer.OnStatusChanged(now, before);
            }

            if (now.IsFinished)
            {
                MarkDone(job);
                _observer.OnFinished(now);
                _isOver |= _any;
            }

            isOver = _isOver;
        }

        // Cancellation callbacks can take other locks, so this is done outside the lock.
        if (isOver)
        {
            _cancellation.Cancel();
        }

        return job.IsDone;
    }

    public void ReportProgress()
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            while (_firstUnfinished < _jobs.Count && _jobs[_firstUnfinished].IsDone)
            {
                _firstUnfinished++;
            }

            int total = _jobs.Count + _doneBefore;
            int done = _done + _doneBefore;
            _observer.OnProgress(new WaitProgress(
                total,
                done,
                Math.Max(0, Math.Min(100, ((100.0 * done) + _percentOfUnfinished) / total)),
                _jobs
                    .Skip(_firstUnfinished)
                    .Where(job => !job.IsDone)
                    .Select(job => job.Target.LastSeen)
                    .OfType<RemoteJob>()
                    .Take(MaxJobsInProgress)
                    .ToArray()));
        }
    }

    public void Warn(string message)
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                _observer.OnWarning(message);
            }
        }
    }

    private void MarkDone(WaitedJob job)
    {
        job.IsDone = true;
        _done++;
        _percentOfUnfinished -= PercentOf(job);
    }

    private static double PercentOf(WaitedJob job) => job.Target.LastSeen?.PercentComplete ?? 0;

    public void Abandon(IEnumerable<WaitedJob> jobs, Func<WaitedJob, JobServiceException> createError)
    {
        lock (_gate)
        {
            foreach (WaitedJob job in jobs.Where(job => !job.IsDone && !_isOver))
            {
                job.IsDone = true;
                _observer.OnAbandoned(job.Target, createError(job));
            }
        }
    }
}
