using System;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>A schedule in the <see cref="AlteryxScheduleCatalog"/>.</summary>
internal sealed record StoredAlteryxSchedule(string Id, NewAlteryxSchedule Plan) : ICatalogItem
{
    public string Name { get; } = Plan.Name ?? $"Sandbox schedule {Id}";

    /// <summary>Returns the first run at a time or later, or null if there is none.</summary>
    public DateTimeOffset? NextRun(DateTimeOffset from)
    {
        if (!Plan.Enabled)
        {
            return null;
        }

        if (Plan.FirstRun >= from)
        {
            return Plan.FirstRun;
        }

        return Plan.EveryHours is { } hours
            ? Plan.FirstRun.AddHours(Math.Ceiling((from - Plan.FirstRun).TotalHours / hours) * hours)
            : null;
    }

    public SandboxAlteryxSchedule ToSandboxSchedule() => new(Id, Name, Plan.Enabled);
}
