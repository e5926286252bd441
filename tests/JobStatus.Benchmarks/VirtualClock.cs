using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Benchmarks;

/// <summary>A clock that leaps to its next timer, so that days pass in seconds.</summary>
internal sealed class VirtualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<(Timer Timer, long Turn), DateTimeOffset> _timers = new();
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

    /// <summary>Leaps to the next timer and rings it.</summary>
    /// <returns>False when there is none.</returns>
    public bool Leap()
    {
        Timer timer;
        lock (_gate)
        {
            if (Next() is not { } due)
            {
                return false;
            }

            _timers.Dequeue();
            timer = due;
            _now = due.Due > _now ? due.Due : _now;
        }

        timer.Ring();
        return true;
    }

    /// <summary>Leaps from timer to timer until the task ends, but only while nobody is at work.</summary>
    /// <param name="task">What waits for the clock.</param>
    /// <param name="soon">Timers beyond this are limits of requests: they tell of a request under way.</param>
    /// <param name="waiting">How many others there are when everybody waits.</param>
    public async Task DriveAsync(Task task, TimeSpan soon, Func<int> waiting)
    {
        while (!task.IsCompleted)
        {
            Task changed;
            bool isIdle;
            lock (_gate)
            {
                isIdle = Soon(soon) >= waiting();
                changed = _changed.Task;
            }

            if (isIdle)
            {
                Leap();
            }
            else
            {
                await Task.WhenAny(task, changed);
            }
        }
    }

    /// <summary>Looks again whether everybody waits, where more than the timers counts.</summary>
    public void Notice()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            changed = NextSignal();
        }

        changed.TrySetResult();
    }

    private TaskCompletionSource NextSignal()
    {
        TaskCompletionSource changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return changed;
    }

    private int Soon(TimeSpan soon)
    {
        int count = 0;
        foreach (((Timer timer, long turn), DateTimeOffset due) in _timers.UnorderedItems)
        {
            count += timer.Turn == turn && due <= _now + soon ? 1 : 0;
        }

        return count;
    }

    private Timer? Next()
    {
        while (_timers.TryPeek(out (Timer Timer, long Turn) first, out _))
        {
            if (first.Timer.Turn == first.Turn)
            {
                return first.Timer;
            }

            _timers.Dequeue();
        }

        return null;
    }

    private sealed class Timer(VirtualClock clock, Action ring) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        /// <summary>Grows with each change, so that what was set before is void.</summary>
        public long Turn { get; private set; }

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            TaskCompletionSource changed;
            lock (clock._gate)
            {
                Turn++;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    clock._timers.Enqueue((this, Turn), Due);
                }

                changed = clock.NextSignal();
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
