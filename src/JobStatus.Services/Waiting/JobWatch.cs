using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Waiting;

/// <summary>
/// Polls the runs of one reader for all waits in the process. Each run is polled when it is due, and runs in the same
/// list are polled together. The watch uses one timer and works only while there are waits. The polls of one wait are
/// sequential, and a wait that joins during a poll gets its own.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "The source is disposed when the last wait leaves.")]
internal sealed partial class JobWatch
{
    // Timers have a maximum delay, so longer delays are split.
    private static readonly TimeSpan MaxTimerDelay = TimeSpan.FromDays(1);

    // Stored times can be off by the resolution of a timer.
    private static readonly TimeSpan TimerTolerance = TimeSpan.FromSeconds(1);

    // A longer Retry-After is shortened to this limit.
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    // A shorter delay because of the quota causes no warning.
    private static readonly TimeSpan NoticeableDelay = TimeSpan.FromSeconds(10);

    private static readonly ConditionalWeakTable<IJobReader, JobWatch> Watches = new();

    private const int FailuresBeforeWarning = 3;
    private const int TimesMissingBeforeNextList = 2;
    private const int ListFailuresBeforeProbe = 2;
    private const double Jitter = 0.05;

    // A run that is due within this share of the shortest interval counts as due.
    private const double DueTolerance = 0.05;

    // Runs that wait for their list are not planned again before this share of the shortest interval has passed.
    private const double MinPlanInterval = 0.25;

    private readonly object _gate = new();
    private readonly IJobReader _reader;
    private readonly IJobListReader? _listReader;
    private readonly List<WaitPart> _parts = [];
    private readonly List<Poll> _polls = [];
    private readonly Dictionary<string, WatchedJob> _jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WatchedList> _watchedLists = new(StringComparer.Ordinal);
    private readonly EarlierRuns _earlierRuns;
    private readonly Random _random = new();
    private TimeProvider _time = TimeProvider.System;
    private PollSchedule _schedule = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    private TaskCompletionSource<bool> _changed = new();
    private CancellationTokenSource? _stop;
    private Task _loop = Task.CompletedTask;
    private DateTimeOffset _pausedUntil;
    private int _consecutiveFailures;

    private JobWatch(IJobReader reader)
    {
        _reader = reader;
        _listReader = reader as IJobListReader;
        _earlierRuns = new EarlierRuns(_listReader);
    }

    /// <summary>Returns the watch for a reader, which all waits in the process share.</summary>
    public static JobWatch For(IJobReader reader) => Watches.GetValue(reader, static it => new JobWatch(it));

    /// <summary>Starts to poll the runs of a wait.</summary>
    public void Join(WaitPart part)
    {
        bool starts;
        TaskCompletionSource<bool> changed;
        CancellationTokenSource stop;
        var known = new List<(WaitedJob Waited, RemoteJob Job)>();
        lock (_gate)
        {
            starts = _stop is null;
            if (_stop is null)
            {
                _time = part.Options.Time;
                _stop = new CancellationTokenSource();
                _pausedUntil = default;
                _consecutiveFailures = 0;
            }

            _parts.Add(part);
            UpdateSchedule();
            foreach (WaitedJob waited in part.Jobs)
            {
                if (Add(waited) is { } seen)
                {
                    known.Add((waited, seen));
                }
            }

            BringListsForward();
            changed = ResetSignal();
            stop = _stop;
        }

        foreach ((WaitedJob waited, RemoteJob job) in known)
        {
            part.HandleResult(waited, new JobReadResult(waited.Target, job));
        }

        changed.TrySetResult(true);
        if (starts)
        {
            _loop = RunAsync(stop.Token);
        }
    }

    /// <summary>Stops polling for a wait. Requests that only this wait needs are canceled.</summary>
    public async Task LeaveAsync(WaitPart part)
    {
        CancellationTokenSource? stop = null;
        var unwanted = new List<PollRequest>();
        Task loop;
        TaskCompletionSource<bool> changed;
        lock (_gate)
        {
            _parts.Remove(part);
            foreach (WaitedJob waited in part.Jobs)
            {
                if (_jobs.TryGetValue(waited.Target.Id, out WatchedJob? job) && job.Leave(part))
                {
                    Remove(job);
                }
            }

            foreach (Poll poll in _polls)
            {
                unwanted.AddRange(poll.Requests.Where(request => !request.Jobs.Any(IsWatched)));
            }

            if (_parts.Count == 0)
            {
                stop = _stop;
                _stop = null;
            }
            else
            {
                UpdateSchedule();
            }

            loop = _loop;
            changed = ResetSignal();
        }

        unwanted.ForEach(static request => request.Cancel());
        stop?.Cancel();
        changed.TrySetResult(true);
        if (stop is not null)
        {
            await loop.ConfigureAwait(false);
            stop.Dispose();
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var running = new List<Task>();
        try
        {
            while (!stop.IsCancellationRequested)
            {
                Poll? poll;
                Task changed;
                TimeSpan? delay;
                var heldBack = new List<(WaitPart Part, string Why)>();
                lock (_gate)
                {
                    // The last wait may have left without having canceled the token yet. Nothing would complete the signal.
                    if (_stop is null || _stop.Token != stop)
                    {
                        break;
                    }

                    changed = _changed.Task;
                    poll = Plan(heldBack, out delay, stop);
                    if (poll is not null)
                    {
                        Begin(poll);
                    }
                }

                // The observer can end the wait from within the call, so no lock may be held here.
                foreach ((WaitPart part, string why) in heldBack)
                {
                    part.WarnAboutBudget(why);
                }

                running.RemoveAll(static task => task.IsCompleted);
                if (poll is not null)
                {
                    running.Add(PollAndReportAsync(poll));
                }
                else if (delay is { } time)
                {
                    await DelayAsync(time, changed, stop).ConfigureAwait(false);
                }
                else
                {
                    await changed.ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The last wait has left.
        }

        await Task.WhenAll(running).ConfigureAwait(false);
    }

    private void Begin(Poll poll)
    {
        _polls.Add(poll);
        foreach (WatchedJob job in poll.Jobs)
        {
            job.IsBeingPolled = true;
            job.WasPolled = true;
        }

        foreach (ListPoll listPoll in poll.Lists)
        {
            listPoll.List.IsBeingRead = true;
        }
    }

    // Never throws, because exceptions are passed to the waits that the poll belongs to.
    private async Task PollAndReportAsync(Poll poll)
    {
        try
        {
            await PollAsync(poll).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (poll.IsCanceled)
        {
            // No wait needs the poll anymore.
        }
        catch (Exception exception)
        {
            foreach (WaitPart part in poll.Parts)
            {
                part.Fail(exception);
            }
        }

        TaskCompletionSource<bool> changed;
        lock (_gate)
        {
            _polls.Remove(poll);
            foreach (WatchedJob job in poll.Jobs)
            {
                job.IsBeingPolled = false;
            }

            foreach (ListPoll listPoll in poll.Lists)
            {
                listPoll.List.IsBeingRead = false;
            }

            changed = ResetSignal();
        }

        poll.Dispose();
        changed.TrySetResult(true);
    }

    private bool IsWatched(WatchedJob job) => _jobs.TryGetValue(job.Id, out WatchedJob? watched) && watched == job;

    private void UpdateSchedule() =>
        _schedule = new PollSchedule(_parts.Min(part => part.Options.MinimumInterval), _parts.Min(part => part.Options.MaximumInterval));

    private async Task DelayAsync(TimeSpan delay, Task changed, CancellationToken stop)
    {
        using var delayCancellation = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task timer = _time.Delay(delay, delayCancellation.Token);
        Task first = await Task.WhenAny(timer, changed).ConfigureAwait(false);
        if (first != timer)
        {
            delayCancellation.Cancel();
        }
        else
        {
            await timer.ConfigureAwait(false);
        }
    }

    // Continuations run synchronously, so the returned source must not be completed while a lock is held.
    private TaskCompletionSource<bool> ResetSignal()
    {
        TaskCompletionSource<bool> changed = _changed;
        _changed = new TaskCompletionSource<bool>();
        return changed;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
