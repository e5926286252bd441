using System.Collections.Generic;

namespace JobStatus.Services.Waiting;

/// <summary>How far a wait is.</summary>
public sealed class WaitProgress
{
    internal WaitProgress(int total, int ended, double percentComplete, IReadOnlyList<RemoteJob> goingOn)
    {
        Total = total;
        Ended = ended;
        PercentComplete = percentComplete;
        GoingOn = goingOn;
    }

    /// <summary>How many runs are waited for, those that ended included.</summary>
    public int Total { get; }

    /// <summary>How many of them need no more waiting.</summary>
    public int Ended { get; }

    /// <summary>The mean of the runs' own percentages, from 0 to 100; a run that reports none counts as 0 until it ends.</summary>
    public double PercentComplete { get; }

    /// <summary>A few of the runs that are still going on, as last seen.</summary>
    public IReadOnlyList<RemoteJob> GoingOn { get; }
}
