using System;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using JobStatus.Reports;
using JobStatus.Tests;
using Xunit;
using static JobStatus.Services.Tests.Reports.ReportJobs;

namespace JobStatus.Services.Tests.Reports;

/// <summary>Tests the markup of the reports for browsers and mail programs. The browser tests test what a browser shows.</summary>
public sealed partial class HtmlReportTests
{
    // The sides of bars are rounded to hundredths of a percent.
    private const double Rounding = 0.02;

    private const string Hostile = "</script><img src=x onerror=\"alert(1)\"> ' & \u0007 \u202E \uD800 é 𝄞 ]]>";

    [Fact]
    public void A_page_is_well_formed_and_text_stays_text()
    {
        JobReport report = JobReport.Create(
            [Run("<1>", RemoteJobState.Failed, name: Hostile, message: Hostile, connection: Hostile), Run("2", connection: "b")],
            Hostile,
            Now,
            TimeZoneInfo.Utc);
        foreach (string page in new[] { HtmlReport.Write(report), MailReport.Write(report) })
        {
            XDocument document = Parse(page);
            string expected = "</script><img src=x onerror=\"alert(1)\"> ' & \uFFFD \uFFFD \uFFFD é 𝄞 ]]>";
            Assert.Equal(expected, document.Descendants("title").First().Value);
            Assert.Contains(document.Descendants("td"), cell => cell.Value == expected);
            Assert.Contains(document.Descendants("td"), cell => cell.Value == $"Xplenty, {expected}");
            Assert.Contains(document.Descendants("td"), cell => cell.Value == "<1>");
            Assert.Empty(document.Descendants("img"));
            Assert.DoesNotContain(
                document.Descendants().Attributes(),
                attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
            Assert.All(page, c => Assert.InRange(c, '\n', '~'));
        }
    }

    [Fact]
    public void The_policy_allows_only_the_style_sheet_and_the_script_of_the_page()
    {
        string page = HtmlReport.Write(Report(Run("1")));
        string policy = Policy().Match(page).Groups[1].Value;
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{HashOf(page, "style")}'; script-src 'sha256-{HashOf(page, "script")}'; "
            + "base-uri 'none'; form-action 'none'",
            policy);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_run_has_a_row_and_a_bar_that_links_to_it()
    {
        XDocument document = Parse(HtmlReport.Write(Report(Many(50))));
        string[] rows = [.. document.Descendants("tbody").Elements("tr").Select(row => "#" + row.Attribute("id")!.Value)];
        Assert.Equal(50, rows.Distinct().Count());
        string[] bars = [.. document.Descendants("rect").Select(bar => bar.Parent!.Attribute("href")?.Value).OfType<string>()];
        Assert.Equal(rows.Order(), bars.Order());
    }

    [Fact]
    public void Overlapping_runs_of_a_definition_are_drawn_below_each_other()
    {
        (int Row, double Left, double Right, string State)[] bars =
            BarsOf(Report(Run("1", minutes: 90), Run("2", hours: 1), Run("3", hours: 2)));
        Assert.Equal([0, 1, 0], bars.Select(bar => bar.Row));
    }

    [Fact]
    public void A_short_failure_is_not_covered_by_its_retry()
    {
        (int Row, double Left, double Right, string State)[] bars = BarsOf(Report(
            Run("0", hours: -24),
            Run("1", RemoteJobState.Failed, minutes: 0.1),
            Run("2", hours: 0.01, minutes: 0.1),
            Run("3", hours: 24, minutes: 0.1),
            Run("4", RemoteJobState.Running, hours: 36)));
        Assert.Equal(["c", "f", "c", "c", "r"], bars.Select(bar => bar.State));
        Assert.Equal([0, 0, 1, 0, 0], bars.Select(bar => bar.Row));
        Assert.All(bars, bar => Assert.InRange(bar.Right - bar.Left, 0.39, 100));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_bar_covers_another_unless_four_others_are_in_the_way_and_then_no_failure_unless_all_four_are_failures(int seed)
    {
        var random = new Random(seed);
        RemoteJobState[] states = [RemoteJobState.Completed, RemoteJobState.Completed, RemoteJobState.Completed, RemoteJobState.Failed];
        (int Row, double Left, double Right, string State)[] bars = [.. BarsOf(Report(Enumerable.Range(0, 400).Select(number => Run(
            $"{number}", states[random.Next(states.Length)], number * 1.25, random.Next(0, 400))))).OrderBy(bar => bar.Left)];
        for (int index = 0; index < bars.Length; index++)
        {
            (int row, double left, _, _) = bars[index];
            string[] covered =
                [.. bars.Take(index).Where(bar => bar.Row == row && bar.Right > left + Rounding).Select(bar => bar.State)];
            Assert.True(covered.Length == 0 || RowsInTheWay(index, _ => true) == 4);
            Assert.True(!covered.Contains("f") || RowsInTheWay(index, state => state == "f") == 4);
        }

        int RowsInTheWay(int index, Func<string, bool> includes) =>
            bars.Take(index).Where(bar => bar.Right > bars[index].Left - Rounding && includes(bar.State))
                .Select(bar => bar.Row).Distinct().Count();
    }

    [Fact]
    public void Failures_are_drawn_last_where_bars_can_cover_each_other()
    {
        RemoteJobState[] states = [RemoteJobState.Failed, RemoteJobState.Completed, RemoteJobState.Stopped, RemoteJobState.Completed];
        string[] last = [.. BarsOf(Report(Enumerable.Range(0, 200).Select(number => Run($"{number}", states[number % 4], number, 400))))
            .Where(bar => bar.Row == 3).Select(bar => bar.State)];

        Assert.Contains("c", last);
        Assert.Contains("f", last);
        Assert.Equal(last.OrderBy(state => state is "f" or "s"), last);
    }

    [Fact]
    public void Each_state_that_a_bar_can_have_has_its_own_pattern_or_frame()
    {
        string page = HtmlReport.Write(Report(Enum.GetValues<RemoteJobState>().Select((state, index) => Run($"{index}", state))));
        string[] classes = [.. Parse(page).Descendants("rect")
            .Where(bar => bar.Parent!.Parent!.Name == "li").Select(bar => bar.Attribute("class")!.Value)];
        Assert.Equal(8, classes.Distinct().Count());
    }

    [Fact]
    public void Long_words_in_a_mail_can_continue_on_the_next_line()
    {
        string name = new string('x', 11) + "𝄞" + new string('y', 100);
        XDocument document = Parse(MailReport.Write(Report(
            Run("1", RemoteJobState.Failed, name: name, message: name), Run("66f00000000000000000a001", name: "Orders to warehouse"))));

        string[] words = [.. document.Descendants("body").DescendantNodes().OfType<XText>().SelectMany(text => text.Value.Split(' '))];
        Assert.All(words, word => Assert.InRange(word.Length, 0, 24));
        Assert.Contains(words, word => word == "66f00000000000000000a001");
        Assert.Contains(document.Descendants("td"), cell => cell.Value == name);
        Assert.Contains(document.Descendants("b"), text => text.Value == name);
    }

    [Fact]
    public void A_report_without_jobs_says_so()
    {
        XDocument document = Parse(HtmlReport.Write(Report()));
        Assert.Equal("There are no runs to report.", document.Descendants("p").First().Value);
        Assert.Empty(document.Descendants("table"));
        Assert.Contains("There are no runs to report.", MailReport.Write(Report()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_of_2000_runs_is_smaller_than_1_MB()
    {
        int length = HtmlReport.Write(Report(Many(2000))).Length;
        Figures.Report($"a page of 2,000 runs, a fourth of which failed, has {length:N0} bytes");
        Assert.InRange(length, 1, 1_000_000);
    }

    [Fact]
    public void Very_long_texts_are_cut()
    {
        string text = new('x', 9_000);
        int length = HtmlReport.Write(Report(Enumerable.Range(0, 2000)
            .Select(number => Run($"{number}", RemoteJobState.Failed, name: text, message: text, package: number)))).Length;
        Assert.InRange(length, 1, 2_500_000);
    }

    [Fact]
    public void A_failure_that_will_be_retried_says_so()
    {
        var job = new XplentyJob { Id = "1", State = RemoteJobState.Failed, Status = "failed", Attempts = 0, MasterAutoRetryAttempts = 2 };
        Assert.Contains("The schedule will repeat this run.", HtmlReport.Write(Report(job)), StringComparison.Ordinal);
        Assert.DoesNotContain("will repeat", HtmlReport.Write(Report(Run("1", RemoteJobState.Failed))), StringComparison.Ordinal);
    }

    // The bars of the first definition in the order in which they are drawn. Their sides are in percent of the width.
    private static (int Row, double Left, double Right, string State)[] BarsOf(JobReport report) =>
    [
        .. Parse(HtmlReport.Write(report)).Descendants("a").Elements("rect").Select(bar =>
        {
            double left = ToNumber(bar.Attribute("x")!.Value);
            int row = (int)((ToNumber(bar.Attribute("y")?.Value ?? "2") - 2) / 20);
            return (row, left, left + ToNumber(bar.Attribute("width")!.Value), bar.Attribute("class")!.Value);
        }),
    ];

    private static double ToNumber(string text) => double.Parse(text.TrimEnd('%'), CultureInfo.InvariantCulture);

    private static XDocument Parse(string page)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore };
        using var reader = XmlReader.Create(new System.IO.StringReader(Code().Replace(page, string.Empty)), settings);
        return XDocument.Load(reader);
    }

    private static string HashOf(string page, string element)
    {
        string start = $"<{element}>";
        int begin = page.IndexOf(start, StringComparison.Ordinal) + start.Length;
        string text = page[begin..page.IndexOf($"</{element}>", StringComparison.Ordinal)];
        Assert.True(text.Length > 1000);
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    [GeneratedRegex("Content-Security-Policy\" content=\"([^\"]+)\"")]
    private static partial Regex Policy();

    [GeneratedRegex("<(script|style)>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Code();
}
