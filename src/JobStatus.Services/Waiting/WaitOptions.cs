using System;

namespace JobStatus.Services.Waiting;

/// <summary>The options of a wait.</summary>
public sealed class WaitOptions
{
    /// <summary>True to end the wait when the first run finishes. The default is false.</summary>
    public bool Any { get; init; }

    /// <summary>
    /// The state to wait for: Queued, Running or Stopping. A run that has passed this state ends the wait too, whether or not
    /// it was seen in the state. Null, the default, to wait until the run has finished.
    /// </summary>
    public RemoteJobState? For { get; init; }

    /// <summary>
    /// True to continue with the retry of a failed run that its service repeats as another run. The default is false.
    /// </summary>
    public bool FollowRetry { get; init; }

    /// <summary>
    /// The time from the start of the wait to the deadline, which applies to all runs. Null means no deadline, and zero
    /// means a single poll.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The shortest time between two polls of a run. The default is 1 second.</summary>
    public TimeSpan MinimumInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time between two polls of a run. The default is 2 minutes.</summary>
    public TimeSpan MaximumInterval { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The time between two regular reports of the progress. Null, the default, to report the progress only after polls.
    /// </summary>
    public TimeSpan? ProgressInterval { get; init; }

    /// <summary>
    /// The time between two reports of the progress that contain a <see cref="WaitProgress.Heartbeat"/>. Null, the default, for none.
    /// </summary>
    public TimeSpan? HeartbeatInterval { get; init; }

    /// <summary>The word for what the wait is for, in error messages. The default is job.</summary>
    public string Subject { get; init; } = "job";

    /// <summary>The clock of the wait.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Returns true if the wait is done with a run.</summary>
    internal bool IsDoneWith(RemoteJob job, IJobReader? reader) =>
        job.IsFinished ? !Follows(job, reader) : For is { } state && job.State >= state;

    /// <summary>Returns true if the wait continues with the retry of a run.</summary>
    internal bool Follows(RemoteJob job, IJobReader? reader) => FollowRetry && job.IsRetryExpected && reader is IRetryFinder;
}
