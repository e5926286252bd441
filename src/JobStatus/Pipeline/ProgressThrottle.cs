using System.Diagnostics;
using System.Threading;

namespace JobStatus.Pipeline;

/// <summary>
/// Limits how often a progress bar is updated: not during the first half second, and then at most five times a second.
/// </summary>
internal sealed class ProgressThrottle
{
    // Scripts use small numbers for their own bars, so the ids of this module start far above them.
    private static int s_lastId = 20570;

    private long _due = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 2);

    /// <summary>Returns an activity id that no other bar in this process has.</summary>
    public static int NextActivityId() => Interlocked.Increment(ref s_lastId);

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
