using System;
using System.Collections.Generic;

namespace JobStatus.Services.Waiting;

/// <summary>
/// The durations of the runs of one definition, as the mean and the standard deviation of their logarithms.
/// </summary>
internal sealed class RunDurations
{
    // With fewer runs than the minimum, no prediction is made. Runs beyond the maximum would not improve it.
    private const int MinRuns = 3;
    private const int MaxRuns = 500;

    // The next run can differ even if all earlier runs took the same time.
    private const double MinSpread = 0.1;

    private static readonly TimeSpan ReadInterval = TimeSpan.FromHours(1);

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private double _mean;
    private double _squares;
    private DurationStatistics? _statistics;
    private int _watchedCount;

    /// <summary>The time when the earlier runs were last requested from the service.</summary>
    public DateTimeOffset ReadAt { get; set; }

    /// <summary>
    /// The statistics, or null if there are too few finished runs. They are also null while more runs are watched than have
    /// finished, because the runs that have finished so far are the shortest ones.
    /// </summary>
    public DurationStatistics? Statistics => _ids.Count >= _watchedCount ? _statistics : null;

    /// <summary>Called when a run of the definition is added to the watch.</summary>
    public void BeginWatching() => _watchedCount++;

    /// <summary>Called when a run of the definition is removed from the watch.</summary>
    public void EndWatching() => _watchedCount--;

    public bool NeedsReading(DateTimeOffset now) => Statistics is null && now - ReadAt >= ReadInterval;

    /// <summary>Adds the duration of a run. A run that was added before is ignored.</summary>
    public void Add(string id, TimeSpan duration)
    {
        if (duration.TotalSeconds < 1 || _ids.Count >= MaxRuns || !_ids.Add(id))
        {
            return;
        }

        int count = _ids.Count;
        double log = Math.Log(duration.TotalSeconds);
        double deviation = log - _mean;
        _mean += deviation / count;
        _squares += deviation * (log - _mean);
        if (count >= MinRuns)
        {
            _statistics = new DurationStatistics(_mean, Math.Max(MinSpread, Math.Sqrt(_squares / (count - 1) * (1 + (1.0 / count)))));
        }
    }

    internal readonly struct DurationStatistics(double mean, double spread)
    {
        public double Mean { get; } = mean;

        public double Spread { get; } = spread;
    }
}
