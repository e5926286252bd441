using System.Diagnostics;
using System.Threading;

namespace JobStatus.Pipeline;

/// <summary>When a bar is due: once the work has lasted half a second, and then at most five times a second.</summary>
internal sealed class ProgressPace
{
    // Far from the small numbers that scripts use for their own bars, and never the same twice in a process.
    private static int s_lastId = 20570;

    private long _due = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 2);

    /// <summary>The id of one more bar, which no other has.</summary>
    public static int TakeId() => Interlocked.Increment(ref s_lastId);

    public bool IsDue()
    {
        long now = Stopwatch.GetTimestamp();
        if (now < _due)
        {
            return false;
        }

        _due = now + (Stopwatch.Frequency / 5);
        return true;
    }
}
