using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace JobStatus.Reports;

/// <summary>
/// Writes a report as one page that loads nothing: its policy allows only its own style sheet and script, by their hashes. The page
/// is complete without the script, which adds sorting, filtering and the details of bars.
/// </summary>
internal sealed class HtmlReport
{
    private const int MaxProblems = 100;
    private const int MaxReasonLength = 1000;

    // The messages of all rows together, so that many long messages cannot make the page huge.
    private const int MessageBudget = 200_000;
    private const int MinMessageLength = 40;
    private const int MaxMessageLength = 400;

    private const int CharactersPerRun = 480;

    // Not stored, because a session creates few reports.
    private static string Style => ReadResource("report.css");

    private static string Script => ReadResource("report.js");

    private readonly JobReport _report;
    private readonly MarkupWriter _page;

    private HtmlReport(JobReport report)
    {
        _report = report;
        _page = new MarkupWriter(32_768 + (report.Runs.Count * CharactersPerRun));
    }

    public static string Write(JobReport report)
    {
        var html = new HtmlReport(report);
        html.Write();
        return html._page.ToString();
    }

    private void Write()
    {
        string style = Style;
        string script = Script;
        _page.Constant("<!DOCTYPE html>\n").Start("html").Attribute("lang", "en").Line();
        WriteHead(style, script);
        _page.Start("body").Line();
        _page.Start("a").Attribute("class", "skip").Attribute("href", "#runs").Text("Skip to the table of runs").End().Line();
        _page.Constant(Patterns);
        WriteHeader();
        _page.Start("main").Line();
        if (_report.Runs.Count > 0)
        {
            WriteSummary();
            TimelineDrawing.Write(_page, _report);
            WriteProblems();
        }

        WriteRuns();
        _page.End().Line();
        _page.Element("footer", _report.Origin).Line();
        _page.Start("script").Constant(script).End().Line();
        _page.End().Line().End();
        _page.Constant("\n");
    }

    private void WriteHead(string style, string script)
    {
        string policy = $"default-src 'none'; style-src '{Hash(style)}'; script-src '{Hash(script)}'; base-uri 'none'; form-action 'none'";
        _page.Start("head").Line();
        _page.Start("meta").Attribute("charset", "utf-8").EndEmpty().Line();
        _page.Start("meta").Attribute("http-equiv", "Content-Security-Policy").Attribute("content", policy).EndEmpty().Line();
        WriteMeta("viewport", "width=device-width, initial-scale=1");
        WriteMeta("color-scheme", "light dark");
        WriteMeta("referrer", "no-referrer");
        _page.Element("title", _report.Title).Line();
        _page.Start("style").Constant(style).End().Line();
        _page.End().Line();
    }

    private void WriteMeta(string name, string content) =>
        _page.Start("meta").Attribute("name", name).Attribute("content", content).EndEmpty().Line();

    private void WriteHeader()
    {
        _page.Start("header").Line();
        _page.Element("h1", _report.Title).Line();
        _page.Element("p", _report.Headline, "headline").Line();
        if (_report.Period is { } period)
        {
            _page.Element("p", $"{_report.Extent}, {period}", "note").Line();
        }

        _page.End().Line();
    }

    private void WriteSummary()
    {
        _page.Start("section").Attribute("aria-labelledby", "summary").Line();
        _page.Start("h2").Attribute("id", "summary").Text("Summary").End().Line();
        _page.Start("ul").Attribute("class", "tiles").Line();
        foreach ((RemoteJobState state, int count) in _report.Counts)
        {
            _page.Start("li").Attribute("class", StateClass.Of(state));
            _page.Element("b", count.ToString(CultureInfo.InvariantCulture)).Text(" ").Element("span", state.ToString()).End().Line();
        }

        _page.End().End().Line();
    }

    private void WriteProblems()
    {
        if (_report.Problems.Count == 0)
        {
            return;
        }

        _page.Start("section").Attribute("aria-labelledby", "problems").Line();
        _page.Start("h2").Attribute("id", "problems").Text("Failures and warnings").End().Line();
        _page.Start("ol").Attribute("class", "problems").Line();
        foreach (ReportProblem problem in _report.Problems.Take(MaxProblems))
        {
            WriteProblem(problem);
        }

        _page.End().Line();
        if (_report.Problems.Count > MaxProblems)
        {
            _page.Element("p", $"{_report.Problems.Count - MaxProblems} more are in the table below.", "note").Line();
        }

        _page.End().Line();
    }

    private void WriteProblem(ReportProblem problem)
    {
        ReportRun run = problem.Run;
        _page.Start("li").Attribute("class", StateClass.Of(run.State)).Start("h3");
        WriteState(run.State);
        _page.Text(" " + run.Name).End();
        _page.Element("p", run.Reason(MaxReasonLength));
        _page.Start("p").Attribute("class", "note").Text($"{run.Service}, run ");
        WriteId(run);
        if (run.Begin is not null)
        {
            _page.Text($", {(run.Job.StartedInstant is null ? "submitted" : "started")} {_report.Clock.Second(run.Begin)}");
        }

        _page.Text(run.Duration.Length > 0 ? $", duration {run.Duration}. " : ". ");
        _page.Text(problem.Notes(_report.Clock)).End().End().Line();
    }

    private void WriteRuns()
    {
        _page.Start("section").Attribute("aria-labelledby", "runs").Line();
        _page.Start("h2").Attribute("id", "runs").Attribute("tabindex", "-1").Text("All runs").End().Line();
        if (_report.Runs.Count == 0)
        {
            _page.Element("p", "No jobs were passed to this report.").End().Line();
            return;
        }

        WriteFilter();
        _page.Start("table").Attribute("id", "table").Line();
        _page.Element("caption", $"{_report.Extent}. {_report.Clock.Note}").Line();
        _page.Start("thead").Start("tr");
        foreach (string column in new[] { "State", "Job", "Service", "Run", "Submitted", "Duration", "Message" })
        {
            _page.Start("th").Attribute("scope", "col").Text(column).End();
        }

        _page.End().End().Line();
        _page.Start("tbody").Line();
        int messages = _report.Runs.Count(run => run.Job.Message is not null);
        int messageLength = Math.Min(MaxMessageLength, Math.Max(MinMessageLength, MessageBudget / Math.Max(1, messages)));
        foreach (ReportRun run in _report.Runs)
        {
            WriteRow(run, messageLength);
        }

        _page.End().End().End().Line();
    }

    // The script shows the filter, because it has no effect without the script.
    private void WriteFilter()
    {
        _page.Start("div").Attribute("class", "filter").Attribute("id", "filter");
        _page.Attribute("role", "search").Attribute("hidden", string.Empty);
        _page.Start("label").Attribute("for", "words").Text("Contains").End();
        _page.Start("input").Attribute("type", "search").Attribute("id", "words").Attribute("autocomplete", "off").EndEmpty();
        _page.Start("label").Attribute("for", "state").Text("State").End();
        _page.Start("select").Attribute("id", "state");
        _page.Start("option").Attribute("value", string.Empty).Text("All states").End();
        foreach ((RemoteJobState state, _) in _report.Counts)
        {
            _page.Element("option", state.ToString());
        }

        _page.End();
        _page.Start("p").Attribute("role", "status").Attribute("id", "shown").End().End().Line();
    }

    private void WriteRow(ReportRun run, int messageLength)
    {
        _page.Start("tr").Attribute("id", $"r{run.Number}").Start("td");
        WriteState(run.State);
        _page.End().Element("td", run.Name).Element("td", run.Service).Start("td");
        WriteId(run);
        _page.End().Element("td", _report.Clock.Second(run.Job.SubmittedInstant ?? run.Begin)).Element("td", run.Duration);
        _page.Element("td", run.Message(messageLength)).End().Line();
    }

    private void WriteState(RemoteJobState state) => _page.Element("b", state.ToString(), StateClass.Of(state));

    private void WriteId(ReportRun run)
    {
        if (run.Link is null)
        {
            _page.Text(run.IdText);
        }
        else
        {
            _page.Start("a").Attribute("href", run.Link).Text(run.IdText).End();
        }
    }

    private static string Hash(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
#if NET
        byte[] hash = SHA256.HashData(bytes);
#else
        using var algorithm = SHA256.Create();
        byte[] hash = algorithm.ComputeHash(bytes);
#endif
        return "sha256-" + Convert.ToBase64String(hash);
    }

    // A browser computes the hash with the line feeds of HTML, even if the file was checked out with those of Windows.
    private static string ReadResource(string name)
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }

    // The bars use these patterns through the style sheet, so that a state can be recognized without colors.
    private const string Patterns =
        """
        <svg class="patterns" aria-hidden="true" width="0" height="0"><defs>
        <pattern id="pf" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="fill f" width="6" height="6"/><rect class="ink" width="2" height="6"/></pattern>
        <pattern id="pw" width="6" height="6" patternUnits="userSpaceOnUse">
        <rect class="fill w" width="6" height="6"/><circle class="ink" cx="3" cy="3" r="1.2"/></pattern>
        <pattern id="ps" width="4" height="4" patternUnits="userSpaceOnUse">
        <rect class="fill s" width="4" height="4"/><rect class="ink" width="4" height="1.4"/></pattern>
        <pattern id="pr" width="7" height="7" patternUnits="userSpaceOnUse">
        <rect class="fill r" width="7" height="7"/><rect class="ink" width="1.6" height="7"/></pattern>
        <pattern id="pt" width="5" height="5" patternUnits="userSpaceOnUse">
        <rect class="fill t" width="5" height="5"/><rect class="ink" width="3" height="3"/></pattern>
        </defs></svg>

        """;
}
