using System;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>Describes an Alteryx schedule to create. A schedule of the sandbox starts no jobs.</summary>
public sealed record NewAlteryxSchedule
{
    /// <summary>
    /// The id: 1 to 64 letters, digits, hyphens or underscores. If null, the sandbox generates one. A schedule with the
    /// same id is replaced.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>The name. If null, the sandbox generates one.</summary>
    public string? Name { get; init; }

    /// <summary>The id of the workflow, or null for a workflow that no longer exists.</summary>
    public string? WorkflowId { get; init; } = WorkflowCatalog.First;

    /// <summary>Whether the schedule is enabled. A disabled schedule has no next run.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The time of the first run.</summary>
    public DateTimeOffset FirstRun { get; init; } = new(2025, 1, 15, 2, 0, 0, TimeSpan.Zero);

    /// <summary>The number of hours from one run to the next, or null for a schedule that runs once.</summary>
    public double? EveryHours { get; init; } = 24;

    /// <summary>The time of the last run, or null if there was none.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>The description of the frequency.</summary>
    public string Frequency { get; init; } = "Daily";

    /// <summary>The comment.</summary>
    public string Comment { get; init; } = "";
}
