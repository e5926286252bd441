using System.Globalization;
using System.Linq;

namespace JobStatus.Reports;

/// <summary>
/// Writes a report as a page for mail programs, which remove scripts, drawings and often style sheets: tables, and each element with
/// its own style.
/// </summary>
internal sealed class MailReport
{
    private const int MaxProblems = 20;
    private const int MaxRuns = 50;
    private const int MaxReasonLength = 500;
    private const int MaxMessageLength = 120;
    private const string Font = "font-family:'Segoe UI',Arial,sans-serif;";
    private const string Cell = "padding:5px 14px 5px 0;border-bottom:1px solid #dfe2e6;text-align:left;vertical-align:top;";
    private const string Quiet = "color:#57616d;font-size:13px;";

    private readonly JobReport _report;
    private readonly MarkupWriter _page = new();

    private MailReport(JobReport report)
    {
        _report = report;
    }

    public static string Write(JobReport report)
    {
        var mail = new MailReport(report);
        mail.Write();
        return mail._page.ToString();
    }

    private void Write()
    {
        _page.Constant("<!DOCTYPE html>\n").Start("html").Attribute("lang", "en").Line();
        _page.Start("head").Line();
        _page.Start("meta").Attribute("charset", "utf-8").EndEmpty().Line();
        _page.Start("meta").Attribute("name", "viewport").Attribute("content", "width=device-width").EndEmpty().Line();
        _page.Element("title", _report.Title).Line().End().Line();
        _page.Start("body").Attribute("style", $"margin:0;padding:16px;background:#ffffff;color:#1f2630;{Font}font-size:14px;").Line();
        Styled("h1", "margin:0;font-size:15px;color:#57616d;", _report.Title);
        Styled("p", "margin:4px 0 6px;font-size:20px;font-weight:bold;", _report.Headline);
        if (_report.Period is { } period)
        {
            Styled("p", $"margin:0 0 16px;{Quiet}", $"{_report.Extent}, {period}");
        }

        WriteCounts();
        WriteProblems();
        WriteRuns();
        Styled("p", $"margin:16px 0 0;{Quiet}", _report.Origin);
        _page.End().Line().End();
        _page.Constant("\n");
    }

    private void WriteCounts()
    {
        if (_report.Counts.Count == 0)
        {
            return;
        }

        StartTable().Attribute("role", "presentation").Start("tr");
        foreach ((RemoteJobState state, int count) in _report.Counts)
        {
            _page.Line().Start("td").Attribute("style", "padding:0 28px 0 0;");
            _page.Start("span").Attribute("style", "font-size:24px;font-weight:bold;");
            _page.Text(count.ToString(CultureInfo.InvariantCulture)).End().Start("br").EndEmpty();
            WriteState(state);
            _page.End();
        }

        _page.End().End().Line();
    }

    private void WriteProblems()
    {
        if (_report.Problems.Count == 0)
        {
            return;
        }

        Heading("Failures and warnings");
        foreach (ReportProblem problem in _report.Problems.Take(MaxProblems))
        {
            ReportRun run = problem.Run;
            _page.Start("p").Attribute("style", "margin:0 0 12px;");
            WriteState(run.State);
            _page.Text(" ").Start("b").BreakableText(run.Name).End().Start("br").EndEmpty().Line();
            _page.BreakableText(run.Reason(MaxReasonLength)).Start("br").EndEmpty().Line();
            _page.Start("span").Attribute("style", Quiet).BreakableText($"{run.Service}, run ");
            WriteId(run);
            _page.Text($", {_report.Clock.Second(run.Begin)}".TrimEnd(' ', ','));
            _page.Text(run.Duration.Length > 0 ? $", duration {run.Duration}. " : ". ");
            _page.Text(problem.Notes(_report.Clock)).End().End().Line();
        }

        WriteRest(_report.Problems.Count - MaxProblems);
    }

    private void WriteRuns()
    {
        if (_report.Runs.Count == 0)
        {
            return;
        }

        Heading("All runs");
        StartTable().Start("tr");
        foreach (string column in new[] { "State", "Job", "Service", "Run", "Submitted", "Duration", "Message" })
        {
            _page.Line().Start("th").Attribute("scope", "col").Attribute("style", Cell).Text(column).End();
        }

        _page.End();
        foreach (ReportRun run in _report.Runs.Take(MaxRuns))
        {
            _page.Line().Start("tr");
            StartCell();
            WriteState(run.State);
            _page.End();
            StartCell().BreakableText(run.Name).End();
            StartCell().BreakableText(run.Service).End();
            StartCell();
            WriteId(run);
            _page.End();
            StartCell("white-space:nowrap;").Text(_report.Clock.Minute(run.Job.SubmittedInstant ?? run.Begin)).End();
            StartCell("white-space:nowrap;").Text(run.Duration).End();
            StartCell().BreakableText(run.Message(MaxMessageLength)).End().End();
        }

        _page.End().Line();
        WriteRest(_report.Runs.Count - MaxRuns);
    }

    private MarkupWriter StartTable() =>
        _page.Start("table").Attribute("cellpadding", "0").Attribute("cellspacing", "0").Attribute("border", "0")
            .Attribute("style", $"border-collapse:collapse;{Font}font-size:13px;");

    // Some mail servers break lines of more than 998 characters.
    private MarkupWriter StartCell(string style = "") => _page.Line().Start("td").Attribute("style", Cell + style);

    private void Heading(string text) => Styled("h2", "margin:20px 0 8px;font-size:16px;", text);

    private void Styled(string name, string style, string text) =>
        _page.Start(name).Attribute("style", style).BreakableText(text).End().Line();

    private void WriteRest(int count)
    {
        if (count > 0)
        {
            Styled("p", Quiet, $"{count} more are not shown.");
        }
    }

    private void WriteState(RemoteJobState state)
    {
        string color = state switch
        {
            RemoteJobState.Failed => "#a8231c",
            RemoteJobState.Warning => "#855800",
            RemoteJobState.Completed => "#256a49",
            RemoteJobState.Running or RemoteJobState.Stopping => "#1a5fa0",
            _ => "#57616d",
        };
        _page.Start("b").Attribute("style", $"color:{color};").Text(state.ToString()).End();
    }

    private void WriteId(ReportRun run)
    {
        if (run.Link is null)
        {
            _page.BreakableText(run.IdText);
        }
        else
        {
            _page.Start("a").Attribute("href", run.Link).Attribute("style", "color:#1a5fa0;").BreakableText(run.IdText).End();
        }
    }
}
