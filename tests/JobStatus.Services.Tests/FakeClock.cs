using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Tests;

/// <summary>A clock whose time changes only when a test changes it.</summary>
internal sealed class FakeClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private readonly List<Watcher> _watchers = [];
    private readonly TaskCompletionSource _timerSet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _advances;
    private DateTimeOffset _now = new(2026, 3, 14, 22, 0, 0, TimeSpan.Zero);

    /// <summary>Completes when the first timer is set.</summary>
    public Task TimerSet => _timerSet.Task;

    /// <summary>The remaining time of each timer, shortest first.</summary>
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

    /// <summary>Completes when the timers match. Returns the remaining time of each timer, shortest first.</summary>
    public Task<IReadOnlyList<TimeSpan>> WhenTimersAsync(Predicate<IReadOnlyList<TimeSpan>> match, CancellationToken cancellationToken)
    {
        Watcher watcher = new(match);
        lock (_gate)
        {
            _watchers.Add(watcher);
            CompleteMatchingWatchers();
        }

        return watcher.Matched.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Completes when there is a timer with a matching remaining time, and returns that time.</summary>
    public async Task<TimeSpan> WhenTimerAsync(Predicate<TimeSpan> match, CancellationToken cancellationToken) =>
        (await WhenTimersAsync(timers => timers.Any(left => match(left)), cancellationToken)).First(left => match(left));

    /// <summary>Evaluates pending conditions again. Needed if a condition depends on more than the timers.</summary>
    public void CheckConditions()
    {
        lock (_gate)
        {
            CompleteMatchingWatchers();
        }
    }

    public void Advance(double seconds) => Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Advances the clock and runs the due timers in order, including timers that are set in the meantime.</summary>
    public void Advance(TimeSpan time)
    {
        if (++_advances > Hang.MaxAdvances)
        {
            throw new InvalidOperationException($"The clock was advanced more than {Hang.MaxAdvances} times.");
        }

        DateTimeOffset until = GetUtcNow() + time;
        SynchronizationContext? context = SynchronizationContext.Current;

        // Without a synchronization context, the continuation of a delay runs inside the callback of its timer.
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            while (RemoveNextDue(until) is { } timer)
            {
                timer.Run();
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

    /// <summary>Sets the clock forward or back. The remaining times of the timers do not change.</summary>
    public void Adjust(TimeSpan by)
    {
        lock (_gate)
        {
            _now += by;
            _timers.ForEach(timer => timer.Move(by));
        }
    }

    /// <summary>Advances the clock as if the machine were asleep: due timers run only afterwards.</summary>
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

    private Timer? RemoveNextDue(DateTimeOffset until)
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

    private void CompleteMatchingWatchers()
    {
        IReadOnlyList<TimeSpan> timers = Remaining();
        _watchers.RemoveAll(watcher => watcher.Match(timers) && watcher.Matched.TrySetResult(timers));
    }

    private sealed record Watcher(Predicate<IReadOnlyList<TimeSpan>> Match)
    {
        public TaskCompletionSource<IReadOnlyList<TimeSpan>> Matched { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Timer(FakeClock clock, Action callback) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Run() => callback();

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

                clock.CompleteMatchingWatchers();
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
