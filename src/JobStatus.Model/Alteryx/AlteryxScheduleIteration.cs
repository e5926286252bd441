using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>The period in which an Alteryx schedule starts jobs.</summary>
/// <remarks>Source: Alteryx Server API V3, "Schedules Endpoints and Parameters".</remarks>
public sealed class AlteryxScheduleIteration : ServiceObject
{
    /// <summary>The local time at which the schedule starts, or null if Alteryx does not report it.</summary>
    public DateTime? StartsAt { get => LocalTime.From(StartInstant); init => StartInstant = LocalTime.ToInstant(value); }

    /// <summary>The local time at which the schedule ends, or null if it has no end or Alteryx does not report it.</summary>
    public DateTime? EndsAt { get => LocalTime.From(EndInstant); init => EndInstant = LocalTime.ToInstant(value); }

    /// <summary>Other fields that Alteryx sent for the iteration, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The instant that <see cref="StartsAt"/> shows.</summary>
    internal DateTimeOffset? StartInstant { get; init; }

    /// <summary>The instant that <see cref="EndsAt"/> shows.</summary>
    internal DateTimeOffset? EndInstant { get; init; }

    /// <summary>Returns the local times.</summary>
    /// <returns>One line of text, which is empty if neither time is known.</returns>
    public override string ToString() => StartsAt is null && EndsAt is null ? string.Empty : $"{StartsAt:g} - {EndsAt:g}".Trim();
}
