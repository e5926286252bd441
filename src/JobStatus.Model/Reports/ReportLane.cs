using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Measuring;

namespace JobStatus.Reports;

/// <summary>The runs of one definition.</summary>
internal sealed class ReportLane
{
    private ReportLane(IReadOnlyList<ReportRun> runs)
    {
        Runs = runs;
    }

    /// <summary>The runs, newest first.</summary>
    public IReadOnlyList<ReportRun> Runs { get; }

    public string Name => Runs[0].Name;

    public string Service => Runs[0].Service;

    /// <summary>Groups runs by their definition. A run whose definition is not known belongs to the runs of the same name.</summary>
    /// <param name="runs">The runs, newest first.</param>
    public static IReadOnlyList<ReportLane> Group(IEnumerable<ReportRun> runs) =>
    [
        .. runs
            .GroupBy(run => ObjectKey.ForDefinitionOf(run.Job))
            .Select(group => new ReportLane([.. group]))
            .OrderBy(lane => Math.Min(JobReport.IndexOf(lane.Runs[0].State), JobReport.IndexOf(RemoteJobState.Running)))
            .ThenBy(lane => lane.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(lane => lane.Service, StringComparer.OrdinalIgnoreCase),
    ];
}
