using System;

namespace JobStatus.Services.Waiting;

/// <summary>The options of a wait.</summary>
public sealed class WaitOptions
{
    /// <summary>True to end the wait when the first run finishes. The default is false.</summary>
    public bool Any { get; init; }

    /// <summary>
    /// The time from the start of the wait to the deadline, which applies to all runs. Null means no deadline, and zero
    /// means a single poll.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The shortest time between two polls of a run. The default is 1 second.</summary>
    public TimeSpan MinimumInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time between two polls of a run. The default is 2 minutes.</summary>
    public TimeSpan MaximumInterval { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The clock of the wait.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;
}
