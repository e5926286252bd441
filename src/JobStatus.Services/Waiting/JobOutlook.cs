using System;

namespace JobStatus.Services.Waiting;

/// <summary>A run that a wait polls, and the time when it will probably finish.</summary>
public sealed class JobOutlook
{
    internal JobOutlook(RemoteJob job, DateTimeOffset? expectedEnd)
    {
        Job = job;
        ExpectedEnd = expectedEnd;
    }

    /// <summary>The run as it was last read.</summary>
    public RemoteJob Job { get; }

    /// <summary>
    /// The time when the run will probably finish, which is predicted from its progress if that is at least 5 percent, or else from
    /// earlier runs. A time in the past means that the run takes longer than predicted. Null if the run is queued, or if nothing
    /// allows a prediction.
    /// </summary>
    public DateTimeOffset? ExpectedEnd { get; }
}
