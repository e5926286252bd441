using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>A job of a simulated service: what happens to it and when, in seconds since the start.</summary>
internal sealed class SimulatedJob(string id)
{
    public string Id { get; } = id;

    /// <summary>What happened to it, in the order of time; the last is its end.</summary>
    public List<Update> Updates { get; } = [];

    public double EndsAt => Updates[^1].At;

    /// <summary>From when on no list shows it any more.</summary>
    public double UnlistedFrom { get; init; } = double.MaxValue;

    /// <summary>From when on the service does not know it any more.</summary>
    public double GoneFrom { get; init; } = double.MaxValue;

    /// <summary>Which work it is a run of.</summary>
    public int Work { get; init; }

    public Update At(double seconds) => Updates.Last(update => update.At <= seconds);

    /// <summary>How a list shows it; null where it does not.</summary>
    public Update? ListedAt(double seconds) =>
        seconds >= UnlistedFrom || seconds >= GoneFrom ? null : Updates.LastOrDefault(update => update.VisibleAt <= seconds);

    /// <param name="At">When it happened.</param>
    /// <param name="VisibleAt">When lists show it.</param>
    /// <param name="Stamp">The time that the service writes for it; null for none.</param>
    /// <param name="Status">What the service calls it from then on.</param>
    /// <param name="Progress">How far it is, from 0 to 1; null where the service does not say.</param>
    internal sealed record Update(double At, double VisibleAt, DateTimeOffset? Stamp, string Status, double? Progress);
}
