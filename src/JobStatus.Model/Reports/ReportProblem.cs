using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Reports;

/// <summary>
/// A failure, a stop or a warning. Runs of a definition that ended in the same way with the same message are one problem.
/// </summary>
internal sealed class ReportProblem
{
    private ReportProblem(IReadOnlyList<ReportRun> runs)
    {
        Run = runs[0];
        Earlier = runs.Count - 1;
        First = runs[Earlier];
    }

    /// <summary>The newest run with the problem.</summary>
    public ReportRun Run { get; }

    /// <summary>The oldest run with the problem.</summary>
    public ReportRun First { get; }

    /// <summary>The number of earlier runs with the problem.</summary>
    public int Earlier { get; }

    /// <summary>Notes about repetitions, in the past and in the future; empty if there are none.</summary>
    /// <param name="clock">Formats the time of the first run.</param>
    public string Notes(ReportClock clock)
    {
        string earlier = Earlier == 0 ? string.Empty : $"The same happened to {JobReport.Plural(Earlier, "earlier run")}";
        string first = First.Begin is null || Earlier == 0 ? string.Empty : $", first on {clock.Minute(First.Begin)}";
        string retry = Run.Job.IsRetryExpected ? "The schedule will repeat this run." : string.Empty;
        return $"{earlier}{first}{(Earlier == 0 ? string.Empty : ".")} {retry}".Trim();
    }

    /// <summary>Finds the problems: failures, then stops, then warnings, and the newest first.</summary>
    /// <param name="lanes">The definitions.</param>
    public static IReadOnlyList<ReportProblem> Find(IEnumerable<ReportLane> lanes) =>
    [
        .. lanes
            .SelectMany(lane => lane.Runs
                .Where(run => run.State is RemoteJobState.Failed or RemoteJobState.Stopped or RemoteJobState.Warning)
                .GroupBy(run => new { run.State, run.Job.Message })
                .Select(group => new ReportProblem([.. group])))
            .OrderBy(problem => JobReport.IndexOf(problem.Run.State))
            .ThenBy(problem => problem.Run.Number),
    ];
}
