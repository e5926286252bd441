using System;
using System.Linq;
using JobStatus.Reports;
using Xunit;
using static JobStatus.Services.Tests.Reports.ReportJobs;

namespace JobStatus.Services.Tests.Reports;

/// <summary>Tests the reports for messages: Markdown, text and mail.</summary>
public sealed class MessageReportTests
{
    [Theory]
    [InlineData("a|b", "a\\|b")]
    [InlineData("`code` *b* _i_ ~s~", "\\`code\\` \\*b\\* \\_i\\_ \\~s\\~")]
    [InlineData("[text](address) ![image](a)", "\\[text\\]\\(address\\) \\!\\[image\\]\\(a\\)")]
    [InlineData("<b> & <!channel>", "&lt;b&gt; &amp; &lt;\\!channel&gt;")]
    [InlineData("@team, see #12", "@\u200Bteam, see \\#\u200B12")]
    [InlineData("https://evil.example www.evil.example", "https\u200B://evil.example www\u200B.evil.example")]
    [InlineData("WwW.evil.example HTTP://a fTp:/b", "WwW\u200B.evil.example HTTP\u200B://a fTp\u200B:/b")]
    [InlineData("mailto:x@y.example XMPP:x@y.example", "mailto\u200B:x@\u200By.example XMPP\u200B:x@\u200By.example")]
    [InlineData("tel:+49 at 12:30, C:\\data", "tel\u200B:\\+49 at 12:30, C:\\\\data")]
    [InlineData("1. first 2.5", "1\\. first 2.5")]
    [InlineData("a\\b $x$", "a\\\\b \\$x\\$")]
    public void Markdown_in_text_has_no_effect(string text, string expected)
    {
        string report = MarkdownReport.Write(Report(Run("1", RemoteJobState.Failed, name: text)));
        Assert.Contains($"- **Failed:** {expected} (Xplenty, run 1)", report, StringComparison.Ordinal);
        Assert.Contains($"| Failed | {expected} | Xplenty | 1 | 2026-11-28 00:00 | 0:30:00 |  |", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_in_Markdown_cannot_end_early()
    {
        string report = MarkdownReport.Write(Report(Run("[1]", uri: new Uri("https://alma.example/a_(b)|c?d=`e`&copy;=*"))));
        Assert.Contains(
            "[\\[1\\]](https://alma.example/a%5F%28b%29%7Cc?d=%60e%60&amp;copy;=%2A)", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_row_of_a_Markdown_table_has_the_same_number_of_cells()
    {
        string[] lines = MarkdownReport.Write(Report(Many(30))).Split('\n');
        string[] rows = [.. lines.SkipWhile(line => line != "### All runs").Where(line => line.StartsWith('|'))];
        Assert.Equal(32, rows.Length);
        Assert.All(rows, row => Assert.Equal(8, row.Replace("\\|", string.Empty, StringComparison.Ordinal).Count(c => c == '|')));
    }

    [Fact]
    public void Lines_of_text_have_at_most_72_characters_except_addresses()
    {
        RemoteJob[] jobs =
        [
            .. Many(60),
            Run("long", RemoteJobState.Failed, hours: 999, name: new('x', 200), message: string.Join(' ', Enumerable.Repeat("word", 90))),
            Run("pairs", RemoteJobState.Failed, hours: 999, message: string.Concat(Enumerable.Repeat("𝄞", 200))),
            new XplentyJob { Id = "none", State = RemoteJobState.Failed },
        ];
        string text = TextReport.Write(JobReport.Create(jobs, "Nightly jobs", Now, Berlin));
        Assert.All(
            text.Split('\n').Where(line => !line.StartsWith("  https://", StringComparison.Ordinal)),
            line => Assert.InRange(line.Length, 0, 72));
        Assert.Equal(text.Count(char.IsHighSurrogate), text.Split('\n').Sum(line => line.Where(char.IsLowSurrogate).Count()));
        Assert.All(text.Split('\n').Where(line => line.Length > 0), line => Assert.False(char.IsLowSurrogate(line.Trim()[0])));
    }

    [Fact]
    public void The_text_names_the_failures_and_lists_the_runs() =>
        Assert.Equal(
            """
            Nightly jobs
            ============
            1 of 2 runs failed.
            2 runs of 1 definition, 2026-11-28 00:00 to 2026-11-28 01:30

            Failures and warnings
            ---------------------
            Failed: Orders to warehouse (Xplenty, run 2)
              No such table
              https://xplenty.example/2


            All runs
            --------
            Failed    2026-11-28 01:00    0:30:00  Orders to warehouse (Xplenty)
            Completed 2026-11-28 00:00    0:30:00  Orders to warehouse (Xplenty)

            Created by JobStatus on 2026-11-29 08:00. Times are local (UTC+00:00).

            """.ReplaceLineEndings("\n"),
            TextReport.Write(Report(
                Run("1"),
                Run("2", RemoteJobState.Failed, hours: 1, message: "No such\ntable", uri: new Uri("https://xplenty.example/2")))));

    [Fact]
    public void Messages_are_short_and_state_what_is_missing()
    {
        JobReport report = Report(Many(200));
        foreach (string text in new[] { MailReport.Write(report), MarkdownReport.Write(report), TextReport.Write(report) })
        {
            Assert.Contains("150 more are not shown.", text, StringComparison.Ordinal);
            Assert.True(text.Length < 65_000);
            Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 998));
        }
    }

    [Fact]
    public void A_report_without_jobs_says_so()
    {
        Assert.Contains("**There are no runs to report.**", MarkdownReport.Write(Report()), StringComparison.Ordinal);
        Assert.Contains("There are no runs to report.", TextReport.Write(Report()), StringComparison.Ordinal);
    }
}
