using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Measuring;

/// <summary>Decides which of several runs is the latest, in figures and in reports.</summary>
internal static class RunOrder
{
    /// <summary>
    /// Returns the runs with the latest first. Of two runs with the same time, the one with the higher id is the later one. Runs whose
    /// time is not known come last.
    /// </summary>
    public static IEnumerable<RemoteJob> LatestFirst(IEnumerable<RemoteJob> runs) =>
        runs
            .OrderByDescending(TimeOf)
            .ThenByDescending(static run => run.Id.Length)
            .ThenByDescending(static run => run.Id, StringComparer.Ordinal);

    /// <summary>
    /// Returns the time when the run started or, if it has not started or its start is not known, when it was submitted. Null if
    /// neither is known.
    /// </summary>
    public static DateTimeOffset? TimeOf(RemoteJob run) => run.StartedInstant ?? run.SubmittedInstant;
}
