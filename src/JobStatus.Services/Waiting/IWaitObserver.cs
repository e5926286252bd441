namespace JobStatus.Services.Waiting;

/// <summary>Takes what happens in a wait. Called from any thread, one call at a time.</summary>
public interface IWaitObserver
{
    /// <summary>A run finished. Called once for each.</summary>
    /// <param name="job">The run, as it will stay.</param>
    void OnFinished(RemoteJob job);

    /// <summary>The wait for a run ended without its end: it cannot be read, or the deadline passed.</summary>
    /// <param name="target">The run, as it was last seen.</param>
    /// <param name="error">Why.</param>
    void OnAbandoned(JobTarget target, JobServiceException error);

    /// <summary>A run was seen for the first time, or in another status than before.</summary>
    /// <param name="job">The run now.</param>
    /// <param name="before">The run as it was seen before; null at the first look.</param>
    void OnStatusChanged(RemoteJob job, RemoteJob? before);

    /// <summary>There is news of how far the whole wait is.</summary>
    /// <param name="progress">How far it is.</param>
    void OnProgress(WaitProgress progress);

    /// <summary>Something makes the wait slower than its caller expects.</summary>
    /// <param name="message">What, as a sentence.</param>
    void OnWarning(string message);
}
