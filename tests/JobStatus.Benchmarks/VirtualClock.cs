using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Benchmarks;

/// <summary>A clock that advances directly to its next timer, so that days pass in seconds.</summary>
internal sealed class VirtualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private TaskCompletionSource _changed = new();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Advances to the next timer and fires it.</summary>
    /// <returns>False if there is no timer.</returns>
    public bool AdvanceToNextTimer()
    {
        Timer timer;
        lock (_gate)
        {
            if (_timers.MinBy(static active => active.Due) is not { } next)
            {
                return false;
            }

            _timers.Remove(next);
            timer = next;
            _now = next.Due > _now ? next.Due : _now;
        }

        timer.Fire();
        return true;
    }

    /// <summary>Advances from timer to timer until a task completes, but only while everything waits for the clock.</summary>
    /// <param name="task">The task that waits for the clock.</param>
    /// <param name="maxDelay">Timers that are due later than this are request timeouts, and do not count as waiting.</param>
    /// <param name="getWaitingCount">Returns the number of timers that are due within the delay if everything waits.</param>
    public async Task RunUntilCompletedAsync(Task task, TimeSpan maxDelay, Func<int> getWaitingCount)
    {
        while (!task.IsCompleted)
        {
            Task changed;
            bool isIdle;
            lock (_gate)
            {
                isIdle = _timers.Count(timer => timer.Due <= _now + maxDelay) >= getWaitingCount();
                changed = _changed.Task;
            }

            if (isIdle)
            {
                AdvanceToNextTimer();
            }
            else
            {
                await Task.WhenAny(task, changed);
            }
        }
    }

    /// <summary>Checks again whether everything waits. Must be called when the expected number of timers changes.</summary>
    public void SignalChange()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            changed = ReplaceSignal();
        }

        changed.TrySetResult();
    }

    private TaskCompletionSource ReplaceSignal()
    {
        TaskCompletionSource changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return changed;
    }

    private sealed class Timer(VirtualClock clock, Action callback) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            TaskCompletionSource changed;
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                }

                changed = clock.ReplaceSignal();
            }

            changed.TrySetResult();
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
