using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Measuring;

/// <summary>The percentiles of durations.</summary>
internal sealed class DurationStatistics
{
    // Fewer earlier runs do not show which durations are usual.
    private const int MinEarlierRuns = 5;

    // Services report durations in whole seconds, so short runs would often seem to take twice as long.
    private static readonly TimeSpan MinDifference = TimeSpan.FromSeconds(10);

    private readonly TimeSpan[] _sorted;

    public DurationStatistics(IEnumerable<TimeSpan> durations)
    {
        _sorted = durations.ToArray();
        Array.Sort(_sorted);
    }

    public TimeSpan? Median => Percentile(50);

    public TimeSpan? P95 => Percentile(95);

    /// <summary>
    /// Returns true if a run takes longer than these earlier runs make likely: longer than their 95th percentile, 1.5 times their
    /// median, and their median plus 10 seconds. Returns null if there are fewer than five earlier runs.
    /// </summary>
    public bool? IsExceededBy(TimeSpan duration) =>
        _sorted.Length < MinEarlierRuns
            ? null
            : duration > P95 && duration.Ticks > 1.5m * Median!.Value.Ticks && duration - Median > MinDifference;

    // Interpolates linearly between the closest ranks, like PERCENTILE.INC in Excel. A fraction of a tick is cut off.
    private TimeSpan? Percentile(int percent)
    {
        if (_sorted.Length == 0)
        {
            return null;
        }

        long rank = (_sorted.Length - 1L) * percent;
        TimeSpan lower = _sorted[rank / 100];
        TimeSpan upper = _sorted[Math.Min((rank / 100) + 1, _sorted.Length - 1)];
        return lower + new TimeSpan((long)((decimal)(upper - lower).Ticks * (rank % 100) / 100));
    }
}
