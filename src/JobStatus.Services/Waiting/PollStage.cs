namespace JobStatus.Services.Waiting;

/// <summary>How far the current poll of a run has come.</summary>
internal enum PollStage
{
    /// <summary>No poll of the run is in progress.</summary>
    Idle,

    /// <summary>There is no result yet.</summary>
    Pending,

    /// <summary>The run must be read by its id because its list is not sufficient.</summary>
    NeedsRead,

    /// <summary>The run is read by its id to find out whether the service responds although its list fails.</summary>
    Probe,

    /// <summary>There is a result.</summary>
    Reported,

    /// <summary>The run remains due, so that it is polled in another way right after this poll.</summary>
    KeptDue,
}
