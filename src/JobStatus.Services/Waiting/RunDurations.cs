using System;
using System.Collections.Generic;
using System.Threading;

namespace JobStatus.Services.Waiting;

/// <summary>How long the runs of one job took, as the mean and the spread of their logarithms.</summary>
internal sealed class RunDurations
{
    // Fewer runs than this say nothing of the next one; more than the other add nothing.
    private const int MinRuns = 3;
    private const int MaxRuns = 500;

    // However alike the earlier runs were, the next one can differ a little.
    private const double MinSpread = 0.1;

    private static readonly TimeSpan ReadInterval = TimeSpan.FromHours(1);

    private readonly object _gate = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private double _mean;
    private double _squares;
    private DurationStatistics? _statistics;
    private int _watchedCount;

    /// <summary>When the service was asked for them last.</summary>
    public DateTimeOffset ReadAt { get; set; }

    /// <summary>
    /// Null while too little is known. While more runs go on than have ended, only the short ones have: they say too
    /// little of the others.
    /// </summary>
    public DurationStatistics? Statistics
    {
        get
        {
            lock (_gate)
            {
                return _ids.Count >= _watchedCount ? _statistics : null;
            }
        }
    }

    /// <summary>One more run is watched.</summary>
    public void BeginWatching() => Interlocked.Increment(ref _watchedCount);

    /// <summary>One less run is watched.</summary>
    public void EndWatching() => Interlocked.Decrement(ref _watchedCount);

    public bool NeedsReading(DateTimeOffset now) => Statistics is null && now - ReadAt >= ReadInterval;

    /// <summary>Learns from a run. One that was learnt from before adds nothing.</summary>
    public void Add(string id, TimeSpan duration)
    {
        lock (_gate)
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
    }

    internal readonly struct DurationStatistics(double mean, double spread)
    {
        public double Mean { get; } = mean;

        public double Spread { get; } = spread;
    }
}
