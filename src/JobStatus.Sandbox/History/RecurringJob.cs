using System;
using System.Collections.Generic;

namespace JobStatus.Sandbox.History;

/// <summary>A definition that a schedule has been running regularly.</summary>
internal sealed record RecurringJob
{
    public required SandboxService Service { get; init; }

    /// <summary>The id of the Alma job, the Xplenty package or the Alteryx workflow.</summary>
    public required string DefinitionId { get; init; }

    public required string Name { get; init; }

    /// <summary>The usual duration in minutes.</summary>
    public required double Minutes { get; init; }

    /// <summary>The first time of the day at which the job runs, in UTC. For a weekly job, the time on Monday.</summary>
    public required TimeSpan At { get; init; }

    public TimeSpan Every { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The runs that differ from the others. The latest run has the number 0, the one before it the number 1.</summary>
    public IReadOnlyDictionary<int, RunException> Exceptions { get; init; } = new Dictionary<int, RunException>();

    /// <summary>Returns the time of the latest scheduled run.</summary>
    public DateTimeOffset LatestRun(DateTimeOffset now)
    {
        // 0001-01-01 was a Monday.
        long ticks = (now - At).UtcTicks;
        return new DateTimeOffset(ticks - (ticks % Every.Ticks), TimeSpan.Zero) + At;
    }
}
