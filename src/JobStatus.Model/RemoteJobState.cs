namespace JobStatus;

/// <summary>What a run is doing, in words that mean the same at every service.</summary>
public enum RemoteJobState
{
    /// <summary>The service said something that is not known here, or nothing. See <see cref="RemoteJob.Status"/>.</summary>
    Unknown = 0,

    /// <summary>Accepted, not yet working.</summary>
    Queued = 1,

    /// <summary>Working.</summary>
    Running = 2,

    /// <summary>Asked to stop, not yet stopped.</summary>
    Stopping = 3,

    /// <summary>Finished, and the service says that it succeeded.</summary>
    Completed = 4,

    /// <summary>Finished, and the service asks somebody to look at it.</summary>
    CompletedWithWarnings = 5,

    /// <summary>Finished with an error, wholly or in part.</summary>
    Failed = 6,

    /// <summary>Ended before its time by somebody.</summary>
    Stopped = 7,
}
