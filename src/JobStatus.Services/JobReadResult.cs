namespace JobStatus.Services;

/// <summary>What asking about one run brought: the run or an error, never both.</summary>
public sealed class JobReadResult
{
    /// <summary>Makes the reading of a run that was found.</summary>
    /// <param name="target">What was asked about.</param>
    /// <param name="job">The run.</param>
    public JobReadResult(JobTarget target, RemoteJob job)
    {
        Target = target;
        Job = job;
    }

    /// <summary>Makes the reading of a run that could not be read.</summary>
    /// <param name="target">What was asked about.</param>
    /// <param name="error">Why not.</param>
    public JobReadResult(JobTarget target, JobServiceException error)
    {
        Target = target;
        Error = error;
    }

    /// <summary>What was asked about.</summary>
    public JobTarget Target { get; }

    /// <summary>The run; null when there is an error.</summary>
    public RemoteJob? Job { get; }

    /// <summary>The error; null when there is a run.</summary>
    public JobServiceException? Error { get; }
}
