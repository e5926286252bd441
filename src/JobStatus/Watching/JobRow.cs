using System;

namespace JobStatus.Watching;

/// <summary>A job in the table of a watch, as it was last read.</summary>
internal sealed class JobRow
{
    public JobRow(string service, string id)
    {
        Service = service;
        Id = id;
    }

    public string Service { get; }

    public string Id { get; }

    /// <summary>The job as it was last read, or null if it has not been read yet.</summary>
    public RemoteJob? Job { get; init; }

    /// <summary>The time when the job will probably finish, or null if it cannot be predicted.</summary>
    public DateTimeOffset? ExpectedEnd { get; init; }

    /// <summary>The reason why the job cannot be watched anymore, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>True if the job has finished or cannot be watched anymore.</summary>
    public bool IsDone { get; init; }

    /// <summary>True if the job has finished without success or cannot be watched anymore.</summary>
    public bool HasFailed => IsDone && (Problem is not null || Job is not { HasSucceeded: true });

    /// <summary>The state as a table shows it. Empty if the job has not been read yet.</summary>
    public string State => Problem is not null ? "Error" : Job?.State.ToString() ?? string.Empty;

    /// <summary>The progress in percent, or null if it is not known.</summary>
    public double? Percent => Job is { IsFinished: true, HasSucceeded: true } ? 100 : Job?.PercentComplete;

    /// <summary>The position of the job's group in the table, which starts with the failures.</summary>
    public int Rank => this switch
    {
        { Problem: not null } or { Job.State: RemoteJobState.Failed } => 0,
        { HasFailed: true } => 1,
        { Job.State: RemoteJobState.Running or RemoteJobState.Stopping } => 2,
        { Job: null } or { Job.State: RemoteJobState.Unknown } => 3,
        { Job.State: RemoteJobState.Queued } => 4,
        { Job.State: RemoteJobState.Warning } => 5,
        _ => 6,
    };

    /// <summary>Returns how long the job has been running, or the duration of a finished job. Null if it is not known.</summary>
    public TimeSpan? ElapsedAt(DateTimeOffset now)
    {
        if (Job is null or { State: RemoteJobState.Queued })
        {
            return null;
        }

        TimeSpan? sinceObserved = Job.State is RemoteJobState.Running or RemoteJobState.Stopping ? now - Job.ObservedInstant : null;
        return sinceObserved > TimeSpan.Zero ? Job.Duration + sinceObserved : Job.Duration;
    }

    /// <summary>Returns a copy with the job as it is now.</summary>
    public JobRow With(RemoteJob? job, DateTimeOffset? expectedEnd = null, string? problem = null, bool isDone = false) =>
        new(Service, Id) { Job = job, ExpectedEnd = expectedEnd, Problem = problem, IsDone = isDone };

    /// <summary>Returns the service, the id, and the name if there is one.</summary>
    public override string ToString() => Job?.ToString() ?? $"{Service} {DisplayText.OneLine(Id)}";
}
