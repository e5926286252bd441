using System.Collections.Generic;

namespace JobStatus.Services.Waiting;

/// <summary>How far a wait is.</summary>
public sealed class WaitProgress
{
    internal WaitProgress(int total, int done, double percentComplete, IReadOnlyList<RemoteJob> unfinished)
    {
        Total = total;
        Done = done;
        PercentComplete = percentComplete;
        Unfinished = unfinished;
    }

    /// <summary>How many runs are waited for, those that ended included.</summary>
    public int Total { get; }

    /// <summary>How many of them need no more waiting.</summary>
    public int Done { get; }

    /// <summary>The mean of the runs' own percentages, from 0 to 100; a run that reports none counts as 0 until it ends.</summary>
    public double PercentComplete { get; }

    /// <summary>A few of the runs that are still going on, as last seen.</summary>
    public IReadOnlyList<RemoteJob> Unfinished { get; }
}
