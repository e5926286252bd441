using System;
using System.Diagnostics;

namespace JobStatus.Pipeline;

/// <summary>Decides whether the pipeline produces items fast enough to read several of them at the same time.</summary>
internal sealed class InputPace
{
    /// <summary>An item that takes longer than this to arrive is slow.</summary>
    public static readonly TimeSpan MaxFastDelay = TimeSpan.FromMilliseconds(100);

    private readonly Func<TimeSpan> _getTime;
    private TimeSpan? _processedAt;

    public InputPace()
        : this(StartClock())
    {
    }

    /// <param name="getTime">Returns the time since any fixed point.</param>
    public InputPace(Func<TimeSpan> getTime)
    {
        _getTime = getTime;
    }

    /// <summary>
    /// Returns true if the item that has just arrived was slow, which means that the next one can also be slow. The first
    /// item counts as slow.
    /// </summary>
    public bool IsItemSlow() => _processedAt is not { } processedAt || _getTime() - processedAt > MaxFastDelay;

    /// <summary>Notes that the next item can be taken.</summary>
    public void OnItemProcessed() => _processedAt = _getTime();

    private static Func<TimeSpan> StartClock()
    {
        var clock = Stopwatch.StartNew();
        return () => clock.Elapsed;
    }
}
