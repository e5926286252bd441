using System;
using System.Threading;

namespace JobStatus.Sandbox.Http;

/// <summary>
/// Limits the number of requests in each time window. Windows are aligned to UTC seconds, hours or days.
/// </summary>
internal sealed class FixedWindowLimiter(TimeProvider clock, TimeSpan window)
{
    private readonly Lock _gate = new();
    private long _window;
    private int _used;

    /// <summary>
    /// Counts a request. Returns false if the current window already has <paramref name="limit"/> requests.
    /// </summary>
    public bool TryAcquire(int limit)
    {
        lock (_gate)
        {
            AdvanceWindow();
            if (_used >= limit)
            {
                return false;
            }

            _used++;
            return true;
        }
    }

    /// <summary>Returns the number of requests that are left in the current window.</summary>
    public int Remaining(int limit)
    {
        lock (_gate)
        {
            AdvanceWindow();
            return Math.Max(0, limit - _used);
        }
    }

    public void Reset()
    {
        lock (_gate)
        {
            _used = 0;
        }
    }

    private void AdvanceWindow()
    {
        long now = clock.GetUtcNow().UtcTicks / window.Ticks;
        if (now != _window)
        {
            _window = now;
            _used = 0;
        }
    }
}
