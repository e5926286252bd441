namespace JobStatus;

/// <summary>The state of a run, which means the same for every service.</summary>
public enum RemoteJobState
{
    /// <summary>The service sent no status, or one that is not known. See <see cref="RemoteJob.Status"/>.</summary>
    Unknown = 0,

    /// <summary>The run was accepted and has not started.</summary>
    Queued = 1,

    /// <summary>The run has started and has not finished.</summary>
    Running = 2,

    /// <summary>A stop was requested, and the run has not stopped yet.</summary>
    Stopping = 3,

    /// <summary>The run finished, and the service reports success.</summary>
    Completed = 4,

    /// <summary>The run finished, and the service reports a warning or requires someone to review the result.</summary>
    Warning = 5,

    /// <summary>The run finished, and all or part of it failed.</summary>
    Failed = 6,

    /// <summary>The run was canceled before it completed.</summary>
    Stopped = 7,
}
