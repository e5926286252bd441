using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace JobStatus.Services.Waiting;

/// <summary>What all parts of one wait share: who is told, what has ended, and whether the whole is over.</summary>
internal sealed class WaitSession
{
    private const int JobsInProgress = 4;

    private readonly object _gate = new();
    private readonly IWaitObserver _observer;
    private readonly bool _any;
    private readonly CancellationTokenSource _over;
    private readonly List<WaitedJob> _jobs = [];
    private readonly int _endedBefore;
    private int _ended;
    private double _percentOfOpen;
    private int _firstOpen;
    private bool _isOver;

    public WaitSession(IWaitObserver observer, bool any, CancellationTokenSource over, int endedBefore)
    {
        _observer = observer;
        _any = any;
        _over = over;
        _endedBefore = endedBefore;
    }

    /// <summary>True after the first finished run of a wait for any, and when the wait has ended.</summary>
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
        _percentOfOpen = _jobs.Sum(PercentOf);
    }

    /// <summary>Nothing is told from now on.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isOver = true;
        }
    }

    /// <summary>Takes an answer about a run: the run, or an error that will not pass.</summary>
    /// <returns>Whether that ends the wait for this run.</returns>
    public bool Take(WaitedJob job, JobReading reading)
    {
        bool isOver;
        lock (_gate)
        {
            if (_isOver || job.Ended)
            {
                return false;
            }

            if (reading.Error is { } error)
            {
                End(job);
                _observer.OnGivenUp(job.Target, error);
                return true;
            }

            RemoteJob now = reading.Job!;
            RemoteJob? before = job.Target.LastSeen;
            _percentOfOpen -= PercentOf(job);
            job.Saw(now);
            _percentOfOpen += PercentOf(job);
            if (before is null || before.State != now.State || !string.Equals(before.Status, now.Status, StringComparison.Ordinal))
            {
                _observer.OnStatusChanged(now, before);
            }

            if (now.IsFinished)
            {
                End(job);
                _observer.OnFinished(now);
                _isOver |= _any;
            }

            isOver = _isOver;
        }

        // Who is woken by that may ask for other locks.
        if (isOver)
        {
            _over.Cancel();
        }

        return job.Ended;
    }

    public void TellProgress()
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            while (_firstOpen < _jobs.Count && _jobs[_firstOpen].Ended)
            {
                _firstOpen++;
            }

            int total = _jobs.Count + _endedBefore;
            int ended = _ended + _endedBefore;
            _observer.OnProgress(new WaitProgress(
                total,
                ended,
                Math.Max(0, Math.Min(100, ((100.0 * ended) + _percentOfOpen) / total)),
                _jobs.Skip(_firstOpen).Where(job => !job.Ended).Select(job => job.Target.LastSeen).OfType<RemoteJob>().Take(JobsInProgress).ToArray()));
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

    private void End(WaitedJob job)
    {
        job.Ended = true;
        _ended++;
        _percentOfOpen -= PercentOf(job);
    }

    private static double PercentOf(WaitedJob job) => job.Target.LastSeen?.PercentComplete ?? 0;

    public void GiveUp(IEnumerable<WaitedJob> jobs, Func<WaitedJob, JobServiceException> why)
    {
        lock (_gate)
        {
            foreach (WaitedJob job in jobs.Where(job => !job.Ended && !_isOver))
            {
                job.Ended = true;
                _observer.OnGivenUp(job.Target, why(job));
            }
        }
    }
}
