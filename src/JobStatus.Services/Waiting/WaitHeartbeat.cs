using System;

namespace JobStatus.Services.Waiting;

/// <summary>What a wait reports once per <see cref="WaitOptions.HeartbeatInterval"/>, in addition to its progress.</summary>
public sealed class WaitHeartbeat
{
    internal WaitHeartbeat(DateTimeOffset time, int running)
    {
        Time = time;
        Running = running;
    }

    /// <summary>The time of the report.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The number of unfinished runs that had started when they were last read.</summary>
    public int Running { get; }

    /// <summary>
    /// The run that is expected to finish first, as it was last read. Null if no completion can be predicted from progress or earlier
    /// runs.
    /// </summary>
    public RemoteJob? Next { get; internal init; }

    /// <summary>The expected completion of <see cref="Next"/>, or null if there is none.</summary>
    public DateTimeOffset? NextEnd { get; internal init; }
}
