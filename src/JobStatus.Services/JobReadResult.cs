namespace JobStatus.Services;

/// <summary>The result of reading one run: either the run or an error.</summary>
public sealed class JobReadResult
{
    /// <summary>Creates the result for a run that was read.</summary>
    /// <param name="target">The run that was requested.</param>
    /// <param name="job">The run that was read.</param>
    public JobReadResult(JobTarget target, RemoteJob job)
    {
        Target = target;
        Job = job;
    }

    /// <summary>Creates the result for a run that could not be read.</summary>
    /// <param name="target">The run that was requested.</param>
    /// <param name="error">The reason for the failure.</param>
    public JobReadResult(JobTarget target, JobServiceException error)
    {
        Target = target;
        Error = error;
    }

    /// <summary>The run that was requested.</summary>
    public JobTarget Target { get; }

    /// <summary>The run that was read, or null if there is an error.</summary>
    public RemoteJob? Job { get; }

    /// <summary>The error, or null if the run was read.</summary>
    public JobServiceException? Error { get; }

    /// <summary>True if the run could not be read because of an error that may disappear.</summary>
    internal bool IsTransientError => Error is { } error && (IsTooEarly || JobServiceErrors.For(error.Kind).IsTransient);

    /// <summary>True if the service does not know the run, which was started so recently that this may change.</summary>
    internal bool IsTooEarly { get; init; }
}
