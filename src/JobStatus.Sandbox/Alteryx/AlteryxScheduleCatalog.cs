using System;
using System.Globalization;
using System.Linq;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>The Alteryx schedules.</summary>
internal sealed class AlteryxScheduleCatalog()
    : Catalog<StoredAlteryxSchedule>(BuiltIn.Select(plan => new StoredAlteryxSchedule(plan.Id!, plan)))
{
    private static readonly NewAlteryxSchedule[] BuiltIn =
    [
        new()
        {
            Id = "66f00000000000000000b001",
            Name = "Monthly report at night",
            LastRun = new(2026, 3, 14, 2, 0, 0, TimeSpan.Zero),
        },
        new()
        {
            Id = "66f00000000000000000b002",
            Name = "Weekly report on Monday",
            WorkflowId = WorkflowCatalog.Second,
            FirstRun = new(2025, 1, 13, 6, 0, 0, TimeSpan.Zero),
            EveryHours = 168,
            Frequency = "Weekly",
        },
        new()
        {
            Id = "66f00000000000000000b003",
            Name = "Daily report, paused",
            WorkflowId = WorkflowCatalog.Third,
            Enabled = false,
        },
    ];

    /// <summary>Adds a schedule, or replaces the one with the same id.</summary>
    /// <exception cref="ArgumentException">The schedule is not valid.</exception>
    public StoredAlteryxSchedule Create(NewAlteryxSchedule plan)
    {
        if (plan.Id is { } id && !NewJobValidator.IsAlteryxId(id))
        {
            throw new ArgumentException(
                $"'{id}' is not a valid Alteryx schedule id. Use letters, digits, hyphens and underscores.");
        }

        if (plan.EveryHours is <= 0)
        {
            throw new ArgumentException("everyHours must be greater than 0.");
        }

        return AddOrReplace(
            plan.Id,
            number => string.Create(CultureInfo.InvariantCulture, $"68f0a1b2c3d4b000{number:x8}"),
            key => new StoredAlteryxSchedule(key, plan));
    }

    /// <summary>Enables or disables a schedule. Returns null if it does not exist.</summary>
    public StoredAlteryxSchedule? SetEnabled(string id, bool enabled) => Find(id) is { } schedule
        ? AddOrReplace(id, _ => id, key => new StoredAlteryxSchedule(key, schedule.Plan with { Enabled = enabled }))
        : null;
}
