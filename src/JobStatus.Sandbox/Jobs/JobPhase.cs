namespace JobStatus.Sandbox.Jobs;

/// <summary>The stretches of a job's life. Each service has its own word for each of them.</summary>
internal enum JobPhase
{
    Submitted,
    Queued,
    Starting,
    Running,
    Ending,
    Stopping,
    Finished,
}
