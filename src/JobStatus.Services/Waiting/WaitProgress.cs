using System;
using System.Collections.Generic;

namespace JobStatus.Services.Waiting;

/// <summary>The progress of a wait.</summary>
public sealed class WaitProgress
{
    internal WaitProgress(int total, int done, int failed, double percentComplete, IReadOnlyList<RemoteJob> unfinished)
    {
        Total = total;
        Done = done;
        Failed = failed;
        PercentComplete = percentComplete;
        Unfinished = unfinished;
    }

    /// <summary>The total number of runs.</summary>
    public int Total { get; }

    /// <summary>The number of runs that the wait is done with, because they have finished or cannot be read.</summary>
    public int Done { get; }

    /// <summary>The number of runs that have finished without success or that cannot be read.</summary>
    public int Failed { get; }

    /// <summary>
    /// The mean progress of all runs, from 0 to 100. A run that does not report its progress counts as 0 until it
    /// finishes.
    /// </summary>
    public double PercentComplete { get; }

    /// <summary>The time since the start of the wait.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>True for a report after each <see cref="WaitOptions.ProgressInterval"/>, and false for a report after a poll.</summary>
    public bool IsRegular { get; internal init; }

    /// <summary>More about the progress, once per <see cref="WaitOptions.HeartbeatInterval"/>. Null in all other reports.</summary>
    public WaitHeartbeat? Heartbeat { get; internal init; }

    /// <summary>Some of the unfinished runs, as they were last read.</summary>
    public IReadOnlyList<RemoteJob> Unfinished { get; }
}
