namespace JobStatus.Services.Waiting;

/// <summary>Receives the events of a wait. The methods are called on any thread, one at a time.</summary>
public interface IWaitObserver
{
    /// <summary>Called once for each run that finishes or reaches the state that the wait is for.</summary>
    /// <param name="job">The run in its final state, or in the state that it has reached.</param>
    void OnFinished(RemoteJob job);

    /// <summary>
    /// Called if the wait for a run ends before the run finishes, because the run cannot be read or the deadline has
    /// passed.
    /// </summary>
    /// <param name="target">The run as it was last read.</param>
    /// <param name="error">The reason.</param>
    void OnAbandoned(JobTarget target, JobServiceException error);

    /// <summary>Called when a run is read for the first time and whenever its status changes.</summary>
    /// <param name="job">The run as it is now.</param>
    /// <param name="before">The run as it was read before, or null if it is read for the first time.</param>
    void OnStatusChanged(RemoteJob job, RemoteJob? before);

    /// <summary>Called when the progress of the wait is updated.</summary>
    /// <param name="progress">The progress of the wait.</param>
    void OnProgress(WaitProgress progress);

    /// <summary>Called if something delays the wait, such as repeated errors or a low quota.</summary>
    /// <param name="message">The warning, as one or more sentences.</param>
    void OnWarning(string message);
}
