namespace JobStatus.Sandbox.Jobs;

/// <summary>
/// The phases of a simulated job, in chronological order. <see cref="Stopping"/> occurs only after a stop request. Each
/// service maps the phases to its own statuses.
/// </summary>
internal enum JobPhase
{
    Submitted,
    Queued,
    Starting,
    Running,
    Finishing,
    Stopping,
    Finished,
}
