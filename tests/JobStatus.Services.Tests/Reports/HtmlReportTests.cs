using System;
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
        XDocument document = Parse(HtmlReport.Write(Report(Run("1", minutes: 90), Run("2", hours: 1), Run("3", hours: 2))));
        string?[] places = [.. document.Descendants("a").Elements("rect").Select(bar => bar.Attribute("y")?.Value)];
        Assert.Equal([null, "22", null], places);
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
