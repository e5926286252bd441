using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Measuring;

namespace JobStatus.Reports;

/// <summary>What a report says about runs, regardless of its format.</summary>
internal sealed class JobReport
{
    /// <summary>The states, those that need attention first.</summary>
    public static readonly IReadOnlyList<RemoteJobState> StateOrder =
    [
        RemoteJobState.Failed, RemoteJobState.Stopped, RemoteJobState.Warning, RemoteJobState.Unknown,
        RemoteJobState.Running, RemoteJobState.Stopping, RemoteJobState.Queued, RemoteJobState.Completed,
    ];

    private JobReport(string title, ReportClock clock, IReadOnlyList<ReportRun> runs)
    {
        Title = title;
        Clock = clock;
        Runs = runs;
        Lanes = ReportLane.Group(runs);
        Counts = [.. StateOrder
            .Select(state => new StateCount(state, runs.Count(run => run.State == state)))
            .Where(count => count.Count > 0)];
        Problems = ReportProblem.Find(Lanes);
        Headline = ReportHeadline.Create(Counts);
        Begin = runs.Min(run => run.Begin);
        End = runs.Max(run => run.End);
    }

    public string Title { get; }

    public ReportClock Clock { get; }

    /// <summary>The runs, latest first.</summary>
    public IReadOnlyList<ReportRun> Runs { get; }

    /// <summary>The definitions with their runs. Those whose latest run needs attention come first.</summary>
    public IReadOnlyList<ReportLane> Lanes { get; }

    /// <summary>The number of runs in each state that occurs, in the order of <see cref="StateOrder"/>.</summary>
    public IReadOnlyList<StateCount> Counts { get; }

    /// <summary>What failed, was stopped or has warnings, in this order, and the newest first.</summary>
    public IReadOnlyList<ReportProblem> Problems { get; }

    /// <summary>One sentence about the results of the runs.</summary>
    public string Headline { get; }

    /// <summary>The time when the first run began, or null if no time is known.</summary>
    public DateTimeOffset? Begin { get; }

    /// <summary>The time when the last run ended or was read, or null if no time is known.</summary>
    public DateTimeOffset? End { get; }

    /// <summary>The number of runs and definitions.</summary>
    public string Extent => $"{Plural(Runs.Count, "run")} of {Plural(Lanes.Count, "definition")}";

    /// <summary>The period that the runs cover, or null if no time is known.</summary>
    public string? Period => Begin is { } begin && End is { } end ? $"{Clock.Minute(begin)} to {Clock.Minute(end)}" : null;

    /// <summary>When and by what the report was created, and what its times mean.</summary>
    public string Origin => $"Created by JobStatus on {Clock.Minute(Clock.Now)}. {Clock.Note}";

    /// <param name="jobs">The runs in any order. If a run occurs more than once, the newest object is used.</param>
    /// <param name="title">The title.</param>
    /// <param name="now">The time when the report is created.</param>
    /// <param name="zone">The time zone for the times in the report.</param>
    public static JobReport Create(IEnumerable<RemoteJob> jobs, string title, DateTimeOffset now, TimeZoneInfo zone)
    {
        var distinct = new DistinctRuns();
        foreach (RemoteJob job in jobs)
        {
            distinct.Add(job);
        }

        HashSet<string> shared = [.. distinct.Runs
            .Select(job => new { job.Service, Connection = (job.Connection ?? string.Empty).ToUpperInvariant() })
            .Distinct()
            .GroupBy(pair => pair.Service)
            .Where(pairs => pairs.Count() > 1)
            .Select(pairs => pairs.Key)];
        ReportRun[] runs = [.. RunOrder.LatestFirst(distinct.Runs)
            .Select((job, index) => new ReportRun(job, index + 1, shared.Contains(job.Service)))];
        return new JobReport(ReportText.Line(title, 200), ReportClock.Create(now, zone, runs), runs);
    }

    /// <summary>The place of a state in <see cref="StateOrder"/>.</summary>
    public static int IndexOf(RemoteJobState state)
    {
        for (int index = 0; index < StateOrder.Count; index++)
        {
            if (StateOrder[index] == state)
            {
                return index;
            }
        }

        return StateOrder.Count;
    }

    /// <summary>A number with its noun.</summary>
    public static string Plural(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
