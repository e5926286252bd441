using System;

namespace JobStatus.Services.Waiting;

/// <summary>What a wait knows of one run that has not ended.</summary>
internal sealed class WaitedJob
{
    public WaitedJob(JobTarget target, DateTimeOffset nextLook)
    {
        Target = target;
        NextLook = nextLook;
    }

    public JobTarget Target { get; private set; }

    public DateTimeOffset NextLook { get; set; }

    /// <summary>Why the last look brought nothing; null when it brought something.</summary>
    public JobServiceException? LastFault { get; set; }

    public bool Ended { get; set; }

    public void Saw(RemoteJob job)
    {
        Target = new JobTarget(Target.Id, job);
        LastFault = null;
    }
}
