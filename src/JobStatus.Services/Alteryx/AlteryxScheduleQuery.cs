using System;
using System.Collections.Generic;

namespace JobStatus.Services.Alteryx;

/// <summary>The schedules to list.</summary>
public sealed class AlteryxScheduleQuery
{
    // Alteryx rejects a longer window.
    private static readonly TimeSpan MaxWindow = TimeSpan.FromDays(45);

    /// <summary>List only schedules of this workflow. Null for all.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>
    /// List only schedules with a run at this time or later, and earlier than <see cref="RunsBefore"/>. Null for all. Both times
    /// are rounded up to the second.
    /// </summary>
    public DateTimeOffset? RunsAfter { get; init; }

    /// <summary>The end of the window that starts with <see cref="RunsAfter"/>. Must be set if that is set.</summary>
    public DateTimeOffset? RunsBefore { get; init; }

    /// <summary>
    /// True to read no schedules by their ids. It can then be unknown whether a schedule is enabled. The default is false.
    /// </summary>
    public bool ExcludeDetails { get; init; }

    /// <summary>Returns the windows that together cover the requested window, the first one first.</summary>
    internal IEnumerable<(DateTimeOffset? After, DateTimeOffset? Before)> GetWindows()
    {
        if (RunsAfter is null || RunsBefore is null)
        {
            yield return (null, null);
            yield break;
        }

        DateTimeOffset start = RoundUp(RunsAfter.Value);
        DateTimeOffset end = RoundUp(RunsBefore.Value);
        while (start < end)
        {
            DateTimeOffset next = end - start > MaxWindow ? start + MaxWindow : end;
            yield return (start, next);
            start = next;
        }
    }

    private static DateTimeOffset RoundUp(DateTimeOffset time)
    {
        long ticks = time.UtcTicks;
        long rest = ticks % TimeSpan.TicksPerSecond;
        long seconds = rest == 0 || ticks > DateTimeOffset.MaxValue.UtcTicks - TimeSpan.TicksPerSecond
            ? ticks - rest
            : ticks - rest + TimeSpan.TicksPerSecond;
        return new DateTimeOffset(seconds, TimeSpan.Zero);
    }
}
