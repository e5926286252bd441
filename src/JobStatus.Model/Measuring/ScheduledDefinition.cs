using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Measuring;

/// <summary>A definition that enabled schedules run, and the time of its next run.</summary>
internal sealed class ScheduledDefinition
{
    private static readonly char[] IdSeparators = [','];

    private readonly RemoteSchedule _schedule;
    private readonly string _id;

    private ScheduledDefinition(RemoteSchedule schedule, string id)
    {
        _schedule = schedule;
        _id = id;
        NextRun = schedule.NextRunInstant;
    }

    /// <summary>The earliest next run of all schedules of the definition, or null if it is not known.</summary>
    public DateTimeOffset? NextRun { get; private set; }

    /// <summary>Returns the definitions of the schedules that are not disabled.</summary>
    public static Dictionary<ObjectKey, ScheduledDefinition> Find(IEnumerable<RemoteSchedule> schedules)
    {
        var found = new Dictionary<ObjectKey, ScheduledDefinition>();
        foreach (RemoteSchedule schedule in schedules.Where(static schedule => schedule.Enabled != false))
        {
            foreach (string id in IdsOf(schedule))
            {
                var key = ObjectKey.ForDefinition(schedule.Service, schedule.Connection, id);
                if (!found.TryGetValue(key, out ScheduledDefinition? definition))
                {
                    found.Add(key, definition = new ScheduledDefinition(schedule, id));
                }

                definition.NextRun = schedule.NextRunInstant < definition.NextRun || definition.NextRun is null
                    ? schedule.NextRunInstant
                    : definition.NextRun;
            }
        }

        return found;
    }

    /// <summary>Returns the figures of the definition if it has no runs.</summary>
    public RemoteJobMeasurement ToMeasurement() => new()
    {
        Service = _schedule.Service,
        Connection = _schedule.Connection,
        Name = _schedule.Name,
        DefinitionId = _id,
        NextRunInstant = NextRun,
    };

    // A schedule of Xplenty can run several packages.
    private static IEnumerable<string> IdsOf(RemoteSchedule schedule) =>
        (schedule.Definition ?? string.Empty)
            .Split(IdSeparators, StringSplitOptions.RemoveEmptyEntries)
            .Select(static id => id.Trim());
}
