namespace JobStatus.Services.Waiting;

/// <summary>What a wait knows of one of its runs.</summary>
internal sealed class WaitedJob(JobTarget target, WaitPart part)
{
    public JobTarget Target { get; private set; } = target;

    public WaitPart Part { get; } = part;

    /// <summary>Why the last look brought nothing; null when it brought something.</summary>
    public JobServiceException? LastError { get; set; }

    public bool IsDone { get; set; }

    public void Update(RemoteJob job)
    {
        Target = new JobTarget(Target.Id, job);
        LastError = null;
    }
}
