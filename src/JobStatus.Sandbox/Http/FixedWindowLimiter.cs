using System;
using System.Threading;

namespace JobStatus.Sandbox.Http;

/// <summary>Counts requests within a stretch of time: a second, an hour, a day, each by the clock (UTC).</summary>
internal sealed class FixedWindowLimiter(TimeProvider clock, TimeSpan window)
{
    private readonly Lock _gate = new();
    private long _current;
    private int _spent;

    /// <summary>Counts one request, unless the stretch has had <paramref name="limit"/> of them.</summary>
    internal bool TrySpend(int limit)
    {
        lock (_gate)
        {
            Turn();
            if (_spent >= limit)
            {
                return false;
            }

            _spent++;
            return true;
        }
    }

    /// <summary>How many are left in this stretch.</summary>
    internal int Remaining(int limit)
    {
        lock (_gate)
        {
            Turn();
            return Math.Max(0, limit - _spent);
        }
    }

    internal void Reset()
    {
        lock (_gate)
        {
            _spent = 0;
        }
    }

    private void Turn()
    {
        long now = clock.GetUtcNow().UtcTicks / window.Ticks;
        if (now != _current)
        {
            _current = now;
            _spent = 0;
        }
    }
}
