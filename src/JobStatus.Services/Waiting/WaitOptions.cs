using System;

namespace JobStatus.Services.Waiting;

/// <summary>How to wait.</summary>
public sealed class WaitOptions
{
    /// <summary>True to end at the first run that finishes. Default false.</summary>
    public bool Any { get; init; }

    /// <summary>One deadline for all, from the start of the wait; null for none; zero to look once.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The shortest time between two looks at a run. Default 1 second.</summary>
    public TimeSpan MinimumInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time between two looks at a run. Default 2 minutes.</summary>
    public TimeSpan MaximumInterval { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The clock of the wait.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;
}
