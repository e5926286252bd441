using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Measuring;

/// <summary>Collects runs, and calculates the figures of each definition from them.</summary>
internal sealed class MeasuredRuns
{
    private readonly DistinctRuns _runs = new();

    /// <inheritdoc cref="DistinctRuns.Add"/>
    public void Add(RemoteJob job) => _runs.Add(job);

    /// <summary>
    /// Returns the figures of each definition. Definitions whose last result is a failure come first, then those whose latest run is
    /// slow, then all others. Within these groups, those that ran last come first.
    /// </summary>
    /// <param name="schedules">
    /// The schedules, which add the times of the next runs, and the definitions that have an enabled schedule but no runs.
    /// </param>
    public IEnumerable<RemoteJobMeasurement> Measure(IEnumerable<RemoteSchedule> schedules)
    {
        Dictionary<ObjectKey, ScheduledDefinition> scheduled = ScheduledDefinition.Find(schedules);
        var measured = new List<RemoteJobMeasurement>();
        foreach (IGrouping<ObjectKey, RemoteJob> runs in _runs.Runs.GroupBy(ObjectKey.ForDefinitionOf))
        {
            scheduled.TryGetValue(runs.Key, out ScheduledDefinition? definition);
            measured.Add(MeasuredDefinition.Measure(runs, definition?.NextRun));
            scheduled.Remove(runs.Key);
        }

        return measured
            .Concat(scheduled.Values.Select(static definition => definition.ToMeasurement()))
            .OrderByDescending(static row => row.LastResultFailed)
            .ThenByDescending(static row => row.Slower == true)
            .ThenByDescending(static row => row.LastRunInstant)
            .ThenBy(static row => row.Service, StringComparer.Ordinal)
            .ThenBy(static row => row.Connection, StringComparer.OrdinalIgnoreCase)
            .ThenBy(static row => row.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(static row => row.DefinitionId, StringComparer.Ordinal);
    }
}
