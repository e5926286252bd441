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
    private readonly List<WaitPart> _parts = [];
    private int _total;
    private int _done;
    private double _percentOfUnfinished;
    private bool _isOver;

    public WaitSession(IWaitObserver observer, bool any, CancellationTokenSource cancellation, int doneBefore)
    {
        _observer = observer;
        _any = any;
        _cancellation = cancellation;
        _total = _done = doneBefore;
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

    public void Add(IEnumerable<WaitPart> parts)
    {
        _parts.AddRange(parts);
        _total += _parts.Sum(static part => part.Ids.Count);
        _percentOfUnfinished = _parts.Sum(static part => part.Unfinished.Sum(PercentOf));
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
    /// <param name="target">The run, which is set to null if the wait for it is done.</param>
    /// <param name="result">The result.</param>
    /// <returns>True if this result ends the wait for the run.</returns>
    public bool HandleResult(ref JobTarget? target, JobReadResult result)
    {
        bool isDone;
        bool isOver;
        lock (_gate)
        {
            if (_isOver || target is not { } known)
            {
                return false;
            }

            if (result.Error is { } error)
            {
                MarkDone(ref target);
                _observer.OnAbandoned(known, error);
                return true;
            }

            RemoteJob now = result.Job!;
            RemoteJob? before = known.LastSeen;
            target = new JobTarget(known.Id, now, known.Reader);
            _percentOfUnfinished += PercentOf(target) - PercentOf(known);
            if (before is null || before.State != now.State || !string.Equals(before.Status, now.Status, StringComparison.Ordinal))
            {
                _observer.OnStatusChanged(now, before);
            }

            isDone = now.IsFinished;
            if (isDone)
            {
                MarkDone(ref target);
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

        return isDone;
    }

    public void ReportProgress()
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            _observer.OnProgress(new WaitProgress(
                _total,
                _done,
                Math.Max(0, Math.Min(100, ((100.0 * _done) + _percentOfUnfinished) / _total)),
                _parts
                    .SelectMany(static part => part.Unfinished)
                    .Select(static target => target.LastSeen)
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

    public void Abandon(JobTarget?[] unfinished, Func<JobTarget, JobServiceException> createError)
    {
        lock (_gate)
        {
            for (int position = 0; position < unfinished.Length && !_isOver; position++)
            {
                if (unfinished[position] is { } target)
                {
                    unfinished[position] = null;
                    _observer.OnAbandoned(target, createError(target));
                }
            }
        }
    }

    private void MarkDone(ref JobTarget? target)
    {
        _done++;
        _percentOfUnfinished -= PercentOf(target!);
        target = null;
    }

    private static double PercentOf(JobTarget target) => target.LastSeen?.PercentComplete ?? 0;
}
