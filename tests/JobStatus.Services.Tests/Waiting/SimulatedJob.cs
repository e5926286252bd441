using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>A job of a simulated service. All times are in seconds since the start of the simulation.</summary>
internal sealed class SimulatedJob(string id)
{
    public string Id { get; } = id;

    /// <summary>The updates of the job in chronological order. The last one is its completion.</summary>
    public List<Update> Updates { get; } = [];

    public double FinishesAt => Updates[^1].At;

    /// <summary>The time from which no list contains the job.</summary>
    public double UnlistedFrom { get; init; } = double.MaxValue;

    /// <summary>The time from which the job does not exist.</summary>
    public double DeletedFrom { get; init; } = double.MaxValue;

    /// <summary>The number of the definition that the job is a run of.</summary>
    public int DefinitionNumber { get; init; }

    public Update At(double seconds) => Updates.Last(update => update.At <= seconds);

    /// <summary>Gets the update that a list shows at this time, or null if the list does not contain the job.</summary>
    public Update? ListedAt(double seconds) =>
        seconds >= UnlistedFrom || seconds >= DeletedFrom ? null : Updates.LastOrDefault(update => update.VisibleAt <= seconds);

    /// <param name="At">When the update happens.</param>
    /// <param name="VisibleAt">When the update becomes visible in lists.</param>
    /// <param name="Timestamp">The time that the service reports for the update, or null if it reports none.</param>
    /// <param name="Status">The status from this time on.</param>
    /// <param name="Progress">The progress from 0 to 1, or null if the service does not report it.</param>
    internal sealed record Update(double At, double VisibleAt, DateTimeOffset? Timestamp, string Status, double? Progress);
}
