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
    private readonly WaitOptions _options;
    private readonly DateTimeOffset _start;
    private readonly CancellationTokenSource _cancellation;
    private readonly List<WaitPart> _parts = [];

    // All runs of the wait, including the retries that it continues with.
    private readonly HashSet<RunKey> _runs = [];

    // For each retry in the wait, the run that it repeats.
    private readonly Dictionary<RunKey, RemoteJob> _repeated = [];
    private int _total;
    private int _done;
    private int _failed;
    private double _percentOfUnfinished;
    private bool _isOver;

    /// <param name="observer">Receives the events of the wait.</param>
    /// <param name="options">The options of the wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="done">The runs that were done before the wait.</param>
    public WaitSession(
        IWaitObserver observer,
        WaitOptions options,
        CancellationTokenSource cancellation,
        IReadOnlyCollection<JobTarget> done)
    {
        _observer = observer;
        _options = options;
        _start = options.Time.GetUtcNow();
        _cancellation = cancellation;
        _total = _done = done.Count;
        _failed = done.Count(static target => HasFailed(target.LastSeen!));
        _runs.UnionWith(done.Select(static target => new RunKey(target.Reader, target.Id)));
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
        _runs.UnionWith(_parts.SelectMany(static part => part.Ids.Select(id => new RunKey(part.Reader, id))));
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
                isDone = true;
                Abandon_NeedsLock(ref target, error);
            }
            else
            {
                RemoteJob now = result.Job!;
                RemoteJob? before = known.LastSeen;
                target = new JobTarget(known.Id, now, known.Reader);
                _percentOfUnfinished += PercentOf(target) - PercentOf(known);
                if (before is null || before.State != now.State || !string.Equals(before.Status, now.Status, StringComparison.Ordinal))
                {
                    _observer.OnStatusChanged(now, before);
                }

                isDone = _options.IsDoneWith(now, known.Reader);
                if (isDone)
                {
                    Finish_NeedsLock(ref target, now);
                }
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

    /// <summary>Replaces a failed run with its retry, whose state has not been handled yet.</summary>
    /// <param name="target">The failed run, which becomes the retry.</param>
    /// <param name="retry">The retry.</param>
    /// <returns>True if this ends the wait for the run, because the wait already contains the retry.</returns>
    public bool Replace(ref JobTarget? target, RemoteJob retry)
    {
        lock (_gate)
        {
            if (_isOver || target is not { } failed)
            {
                return false;
            }

            _repeated[new RunKey(failed.Reader, retry.Id)] = failed.LastSeen!;
            if (!_runs.Add(new RunKey(failed.Reader, retry.Id)))
            {
                MarkDone(ref target, hasFailed: false);
                return true;
            }

            _percentOfUnfinished -= PercentOf(failed);
            target = new JobTarget(retry.Id, reader: failed.Reader);
            return false;
        }
    }

    /// <summary>
    /// Returns true if a run is another one, or its retry, directly or indirectly. A service could repeat runs in a circle.
    /// </summary>
    public bool IsOrRepeats(RemoteJob run, IJobReader reader, string other)
    {
        lock (_gate)
        {
            RemoteJob? repeated = run;
            while (repeated is not null && repeated.Id != other)
            {
                _repeated.TryGetValue(new RunKey(reader, repeated.Id), out repeated);
            }

            return repeated is not null;
        }
    }

    /// <summary>Returns the failed run that a run repeats, or null if it is not a retry.</summary>
    public RemoteJob? FindRepeated(IJobReader reader, string id)
    {
        lock (_gate)
        {
            return _repeated.TryGetValue(new RunKey(reader, id), out RemoteJob? failed) ? failed : null;
        }
    }

    /// <summary>Returns the run that the wait started with and of which a run is a retry, or null if it is not a retry.</summary>
    public RemoteJob? FindFirst(IJobReader reader, string id)
    {
        RemoteJob? first = null;
        while (FindRepeated(reader, first?.Id ?? id) is { } repeated)
        {
            first = repeated;
        }

        return first;
    }

    /// <summary>Reports a failed run as finished, because it has no retry.</summary>
    /// <returns>True if this ends the wait for the run.</returns>
    public bool Finish(ref JobTarget? target)
    {
        bool isOver;
        lock (_gate)
        {
            if (_isOver || target is not { } failed)
            {
                return false;
            }

            Finish_NeedsLock(ref target, failed.LastSeen!);
            isOver = _isOver;
        }

        if (isOver)
        {
            _cancellation.Cancel();
        }

        return true;
    }

    /// <param name="isRegular">True for a report after each <see cref="WaitOptions.ProgressInterval"/>.</param>
    public void ReportProgress(bool isRegular = false) => ReportProgress(isRegular, createHeartbeat: null);

    /// <summary>Reports the progress after each <see cref="WaitOptions.HeartbeatInterval"/>.</summary>
    public void ReportHeartbeat()
    {
        ExpectedEnd? next = _parts
            .Select(static part => JobWatch.For(part.Reader).FindNextEnd(part))
            .Aggregate(default(ExpectedEnd?), ExpectedEnd.Earlier);
        ReportProgress(isRegular: false, () => new WaitHeartbeat(_options.Time.GetUtcNow(), CountRunning())
        {
            Next = next?.Job,
            NextEnd = next?.Time,
        });
    }

    private void ReportProgress(bool isRegular, Func<WaitHeartbeat>? createHeartbeat)
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
                _failed,
                Math.Max(0, Math.Min(100, ((100.0 * _done) + _percentOfUnfinished) / _total)),
                _parts
                    .SelectMany(static part => part.Unfinished)
                    .Select(static target => target.LastSeen)
                    .OfType<RemoteJob>()
                    .Take(MaxJobsInProgress)
                    .ToArray())
            {
                Elapsed = _options.Time.GetUtcNow() - _start,
                IsRegular = isRegular,
                Heartbeat = createHeartbeat?.Invoke(),
            });
        }
    }

    private int CountRunning() => _parts
        .SelectMany(static part => part.Unfinished)
        .Count(static target => target.LastSeen is { State: RemoteJobState.Running or RemoteJobState.Stopping });

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

    // A retry that cannot be read must not hide the run that it repeats.
    private void Abandon_NeedsLock(ref JobTarget? target, JobServiceException error)
    {
        JobTarget run = target!;
        _runs.Remove(new RunKey(run.Reader, run.Id));
        if (_repeated.TryGetValue(new RunKey(run.Reader, run.Id), out RemoteJob? failed))
        {
            _observer.OnWarning(
                $"{failed} failed, and its retry {run.Id} could not be read: {error.Problem} The wait for it has ended.");
            Finish_NeedsLock(ref target, failed);
            return;
        }

        MarkDone(ref target, hasFailed: true);
        _observer.OnAbandoned(run, error);
    }

    private void Finish_NeedsLock(ref JobTarget? target, RemoteJob job)
    {
        MarkDone(ref target, HasFailed(job));
        _observer.OnFinished(job);
        _isOver |= _options.Any;
    }

    private void MarkDone(ref JobTarget? target, bool hasFailed)
    {
        _done++;
        _failed += hasFailed ? 1 : 0;
        _percentOfUnfinished -= PercentOf(target!);
        target = null;
    }

    private static bool HasFailed(RemoteJob job) => job is { IsFinished: true, HasSucceeded: false };

    private static double PercentOf(JobTarget target) => target.LastSeen?.PercentComplete ?? 0;

    // Code for a set of values would have to be compiled in each session.
    private sealed record RunKey(IJobReader? Reader, string Id);
}
