using System;
using System.Collections.Generic;
using System.Threading;

namespace JobStatus.Services.Waiting;

/// <summary>How long the runs of one job took, as the mean and the spread of their logarithms.</summary>
internal sealed class RunLengths
{
    // Fewer runs than this say nothing of the next one; more than the other add nothing.
    private const int Fewest = 3;
    private const int Most = 500;

    // However alike the earlier runs were, the next one can differ a little.
    private const double LeastSpread = 0.1;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly object _gate = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private double _mean;
    private double _squares;
    private Figures? _known;
    private int _open;

    /// <summary>When the service was asked for them last.</summary>
    public DateTimeOffset ReadAt { get; set; }

    /// <summary>
    /// Null while too little is known. While more runs go on than have ended, only the short ones have: they say too
    /// little of the others.
    /// </summary>
    public Figures? Known
    {
        get
        {
            lock (_gate)
            {
                return _ids.Count >= _open ? _known : null;
            }
        }
    }

    /// <summary>One more run is watched.</summary>
    public void Open() => Interlocked.Increment(ref _open);

    /// <summary>One less run is watched.</summary>
    public void Close() => Interlocked.Decrement(ref _open);

    public bool IsToBeRead(DateTimeOffset now) => Known is null && now - ReadAt >= Kept;

    /// <summary>Learns from a run. One that was learnt from before adds nothing.</summary>
    public void Add(string id, TimeSpan length)
    {
        lock (_gate)
        {
            if (length.TotalSeconds < 1 || _ids.Count >= Most || !_ids.Add(id))
            {
                return;
            }

            int count = _ids.Count;
            double logarithm = Math.Log(length.TotalSeconds);
            double off = logarithm - _mean;
            _mean += off / count;
            _squares += off * (logarithm - _mean);
            if (count >= Fewest)
            {
                _known = new Figures(_mean, Math.Max(LeastSpread, Math.Sqrt(_squares / (count - 1) * (1 + (1.0 / count)))));
            }
        }
    }

    internal readonly struct Figures(double mean, double spread)
    {
        public double Mean { get; } = mean;

        public double Spread { get; } = spread;
    }
}
