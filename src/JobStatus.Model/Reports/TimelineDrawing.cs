using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace JobStatus.Reports;

/// <summary>Draws the timeline of the page: a lane for each definition, and in it a bar for each run, which links to its row.</summary>
internal sealed class TimelineDrawing
{
    private const int LaneHeight = 20;
    private const int MaxStackedBars = 4;

    // Wide enough to see and to point at.
    private const double MinWidth = 0.4;

    // A label further to the right would not fit.
    private const double LastLabel = 92;

    private readonly MarkupWriter _page;
    private readonly JobReport _report;
    private readonly TimeAxis _axis;

    private TimelineDrawing(MarkupWriter page, JobReport report, TimeAxis axis)
    {
        _page = page;
        _report = report;
        _axis = axis;
    }

    /// <summary>Draws the timeline, if the time of any run is known.</summary>
    public static void Write(MarkupWriter page, JobReport report)
    {
        if (report.Begin is { } begin && report.End is { } end)
        {
            new TimelineDrawing(page, report, new TimeAxis(begin, end, report.Clock.Zone)).Write();
        }
    }

    private void Write()
    {
        _page.Start("section").Attribute("aria-labelledby", "timeline").Line();
        _page.Start("h2").Attribute("id", "timeline").Text("Timeline").End();
        _page.Start("p").Attribute("class", "note").Text("Each bar is a run and links to its row in the table.");
        _page.Start("span").Attribute("hidden", string.Empty).Attribute("id", "keys");
        _page.Text(" Tab moves between definitions, and the arrow keys between their runs.").End().End().Line();
        WriteLegend();
        _page.Start("div").Attribute("class", "chart");
        WriteScale();
        _page.Start("ul").Attribute("class", "lanes").Line();
        foreach (ReportLane lane in _report.Lanes.Where(lane => lane.Runs.Any(run => run.Begin is not null)))
        {
            WriteLane(lane);
        }

        _page.End().End().End().Line();
    }

    private void WriteLegend()
    {
        _page.Start("ul").Attribute("class", "legend");
        foreach ((RemoteJobState state, _) in _report.Counts)
        {
            _page.Start("li");
            _page.Start("svg").Attribute("aria-hidden", "true").Attribute("width", "22").Attribute("height", "14");
            _page.Start("rect").Attribute("class", StateClass.Of(state)).Attribute("x", "1").Attribute("width", "20").EndEmpty().End();
            _page.Text(state.ToString()).End();
        }

        _page.End().Line();
    }

    private void WriteScale()
    {
        _page.Start("svg").Attribute("class", "scale").Attribute("aria-hidden", "true");
        foreach ((double percent, string label) in _axis.Marks())
        {
            string x = Format(percent);
            _page.Start("line").Attribute("x1", x).Attribute("x2", x).Attribute("y1", "0").Attribute("y2", "100%").EndEmpty();
            if (percent <= LastLabel)
            {
                _page.Start("text").Attribute("x", x).Attribute("dx", "5").Attribute("y", "13").Text(label).End();
            }
        }

        _page.End().Line();
    }

    private void WriteLane(ReportLane lane)
    {
        Bar[] bars = [.. Stack(lane.Runs)];
        string height = ((bars.Max(bar => bar.Row) + 1) * LaneHeight).ToString(CultureInfo.InvariantCulture);
        _page.Start("li").Start("h3").Text(lane.Name).Text(" ").Element("span", lane.Service).End();
        _page.Start("svg").Attribute("role", "group");
        _page.Attribute("aria-label", $"{JobReport.Plural(lane.Runs.Count, "run")} of {lane.Name}");
        _page.Attribute("width", "100%").Attribute("height", height).Line();

        // In the last row, bars can cover each other, so the failures are drawn last.
        foreach (Bar bar in bars.OrderBy(bar => bar.Row == MaxStackedBars - 1 && IsFailure(bar.Run)))
        {
            WriteBar(bar);
        }

        _page.End().End().Line();
    }

    private void WriteBar(Bar bar)
    {
        _page.Start("a").Attribute("href", $"#r{bar.Run.Number}").Element("title", Describe(bar.Run));
        _page.Start("rect").Attribute("class", StateClass.Of(bar.Run.State));
        _page.Attribute("x", Format(bar.Left)).Attribute("width", Format(bar.Right - bar.Left));
        int y = (bar.Row * LaneHeight) + 2;
        _page.Attribute("y", bar.Row == 0 ? null : y.ToString(CultureInfo.InvariantCulture)).EndEmpty().End().Line();
    }

    private string Describe(ReportRun run)
    {
        string from = _report.Clock.Minute(run.Begin);
        string text = run.Job.IsFinished ? $"{run.State}, {from}" : $"{run.State} since {from}";
        return run.Duration.Length == 0 ? text : $"{text}, {run.Duration}";
    }

    // Bars that overlap are drawn below each other. If all rows are occupied, a bar covers others, but no failure if possible.
    private IEnumerable<Bar> Stack(IReadOnlyList<ReportRun> runs)
    {
        double[] ends = new double[MaxStackedBars];
        double[] failureEnds = new double[MaxStackedBars];
        foreach (ReportRun run in runs.Where(run => run.Begin is not null).OrderBy(run => run.Begin))
        {
            double left = Math.Min(_axis.Percent(run.Begin!.Value), 100 - MinWidth);
            double right = Math.Max(_axis.Percent(run.End!.Value), left + MinWidth);
            int row = Array.FindIndex(ends, end => end <= left);
            row = row >= 0 ? row : Array.FindLastIndex(failureEnds, end => end <= left);
            row = row >= 0 ? row : MaxStackedBars - 1;
            ends[row] = Math.Max(ends[row], right);
            if (IsFailure(run))
            {
                failureEnds[row] = Math.Max(failureEnds[row], right);
            }

            yield return new Bar(run, row, left, right);
        }
    }

    private static bool IsFailure(ReportRun run) => run.State is RemoteJobState.Failed or RemoteJobState.Stopped;

    private static string Format(double percent) => percent.ToString("0.##", CultureInfo.InvariantCulture) + "%";

    // The sides are in percent of the width of the timeline.
    private sealed record Bar(ReportRun Run, int Row, double Left, double Right);
}
