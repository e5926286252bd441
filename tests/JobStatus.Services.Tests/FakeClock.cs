using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Tests;

/// <summary>A clock that stands still until it is told how much time has passed.</summary>
internal sealed class FakeClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private readonly List<Watcher> _watchers = [];
    private readonly TaskCompletionSource _timerSet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _now = new(2026, 3, 14, 22, 0, 0, TimeSpan.Zero);

    /// <summary>Completes when somebody waits for this clock for the first time.</summary>
    public Task TimerSet => _timerSet.Task;

    /// <summary>How long each timer has still to go, shortest first.</summary>
    public IReadOnlyList<TimeSpan> Timers
    {
        get
        {
            lock (_gate)
            {
                return Remaining();
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <summary>Completes when the timers are like this, and tells how long each has still to go, shortest first.</summary>
    public Task<IReadOnlyList<TimeSpan>> WhenTimersAsync(Predicate<IReadOnlyList<TimeSpan>> match, CancellationToken cancellationToken)
    {
        Watcher watcher = new(match);
        lock (_gate)
        {
            _watchers.Add(watcher);
            TellWatchers();
        }

        return watcher.Seen.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Completes when there is a timer that has this long to go, and tells how long.</summary>
    public async Task<TimeSpan> WhenTimerAsync(Predicate<TimeSpan> match, CancellationToken cancellationToken) =>
        (await WhenTimersAsync(timers => timers.Any(left => match(left)), cancellationToken)).First(left => match(left));

    /// <summary>Looks again at what others wait for, where more than the timers counts.</summary>
    public void Notice()
    {
        lock (_gate)
        {
            TellWatchers();
        }
    }

    public void Advance(double seconds) => Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Lets time pass. Timers ring in the order in which they are due, those too that are set meanwhile.</summary>
    public void Advance(TimeSpan time)
    {
        DateTimeOffset until = GetUtcNow() + time;
        SynchronizationContext? context = SynchronizationContext.Current;

        // What waits for a timer goes on within the ringing, as far as it has nothing else to wait for.
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            while (TakeDue(until) is { } timer)
            {
                timer.Ring();
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }

        lock (_gate)
        {
            _now = until;
        }
    }

    /// <summary>Puts the clock on or back. Timers ring after the same time as before.</summary>
    public void Put(TimeSpan by)
    {
        lock (_gate)
        {
            _now += by;
            _timers.ForEach(timer => timer.Move(by));
        }
    }

    /// <summary>Lets time pass while nobody is awake: what was due meanwhile rings afterwards.</summary>
    public void Sleep(TimeSpan time)
    {
        lock (_gate)
        {
            _now += time;
        }

        Advance(TimeSpan.Zero);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private Timer? TakeDue(DateTimeOffset until)
    {
        lock (_gate)
        {
            Timer? timer = _timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
            if (timer is not null)
            {
                _timers.Remove(timer);
                _now = timer.Due > _now ? timer.Due : _now;
            }

            return timer;
        }
    }

    private IReadOnlyList<TimeSpan> Remaining() => [.. _timers.Select(timer => timer.Due - _now).Order()];

    private void TellWatchers()
    {
        IReadOnlyList<TimeSpan> timers = Remaining();
        _watchers.RemoveAll(watcher => watcher.Match(timers) && watcher.Seen.TrySetResult(timers));
    }

    private sealed record Watcher(Predicate<IReadOnlyList<TimeSpan>> Match)
    {
        public TaskCompletionSource<IReadOnlyList<TimeSpan>> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Timer(FakeClock clock, Action ring) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Ring() => ring();

        public void Move(TimeSpan by) => Due += by;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                    clock._timerSet.TrySetResult();
                }

                clock.TellWatchers();
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
