namespace JobStatus.Services.Waiting;

/// <summary>The state of one run within a wait.</summary>
internal sealed class WaitedJob(JobTarget target, WaitPart part)
{
    public JobTarget Target { get; private set; } = target;

    public WaitPart Part { get; } = part;

    /// <summary>The error of the last poll, or null if it succeeded.</summary>
    public JobServiceException? LastError { get; set; }

    public bool IsDone { get; set; }

    public void Update(RemoteJob job)
    {
        Target = new JobTarget(Target.Id, job);
        LastError = null;
    }
}
