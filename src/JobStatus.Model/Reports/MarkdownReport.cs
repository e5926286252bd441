using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace JobStatus.Reports;

/// <summary>Writes a report as Markdown. Text from a service cannot format, link or mention anything.</summary>
internal static class MarkdownReport
{
    private const int MaxProblems = 20;
    private const int MaxRuns = 50;
    private const int MaxReasonLength = 500;
    private const int MaxMessageLength = 120;
    private const string Special = "\\`*_{}[]()#+-!|~$^=";

    private const string ZeroWidthSpace = "\u200B";

    // Where a zero-width space breaks what programs recognize in text without any markup: mentions, references to issues, and
    // addresses. An address must not begin with "www.", "https://" or "mailto:" then, and "@" must not precede a host.
    private static readonly Regex Recognized = new(
        "(?<=[@#])|(?<=www)(?=\\.)|(?<=mailto|xmpp|tel)(?=:\\S)|(?=:/)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static string Write(JobReport report)
    {
        var text = new StringBuilder();
        text.Append("## ").Append(Escape(report.Title)).Append("\n\n");
        text.Append("**").Append(report.Headline).Append("**\n\n");
        if (report.Runs.Count > 0)
        {
            WriteCounts(text, report);
            WriteProblems(text, report);
            WriteRuns(text, report);
        }

        text.Append(report.Origin).Append('\n');
        return text.ToString();
    }

    private static void WriteCounts(StringBuilder text, JobReport report)
    {
        text.Append(report.Extent);
        if (report.Period is { } period)
        {
            text.Append(", ").Append(period);
        }

        text.Append("\n\n");
        WriteRow(text, report.Counts.Select(count => count.State.ToString()));
        WriteRow(text, report.Counts.Select(_ => "---:"));
        WriteRow(text, report.Counts.Select(count => count.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        text.Append('\n');
    }

    private static void WriteProblems(StringBuilder text, JobReport report)
    {
        if (report.Problems.Count == 0)
        {
            return;
        }

        text.Append("### Failures and warnings\n\n");
        foreach (ReportProblem problem in report.Problems.Take(MaxProblems))
        {
            ReportRun run = problem.Run;
            text.Append("- **").Append(run.State).Append(":** ").Append(Escape(run.Name)).Append(" (").Append(Escape(run.Service));
            text.Append(", run ").Append(Id(run)).Append(")  \n  ");
            text.Append(Escape(run.Reason(MaxReasonLength)));
            text.Append(problem.Notes(report.Clock) is { Length: > 0 } notes ? $"  \n  *{notes}*\n" : "\n");
        }

        WriteRest(text, report.Problems.Count - MaxProblems);
        text.Append('\n');
    }

    private static void WriteRuns(StringBuilder text, JobReport report)
    {
        text.Append("### All runs\n\n");
        WriteRow(text, ["State", "Job", "Service", "Run", "Submitted", "Duration", "Message"]);
        WriteRow(text, Enumerable.Repeat("---", 7));
        foreach (ReportRun run in report.Runs.Take(MaxRuns))
        {
            WriteRow(
                text,
                [
                    run.State.ToString(),
                    Escape(run.Name),
                    Escape(run.Service),
                    Id(run),
                    report.Clock.Minute(run.Job.SubmittedInstant ?? run.Begin),
                    run.Duration,
                    Escape(run.Message(MaxMessageLength)),
                ]);
        }

        WriteRest(text, report.Runs.Count - MaxRuns);
        text.Append('\n');
    }

    private static void WriteRow(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").Append(string.Join(" | ", cells)).Append(" |\n");

    private static void WriteRest(StringBuilder text, int count)
    {
        if (count > 0)
        {
            text.Append('\n').Append(count).Append(" more are not shown.\n");
        }
    }

    private static string Id(ReportRun run) =>
        run.Link is null ? Escape(run.IdText) : $"[{Escape(run.IdText)}]({EscapeAddress(run.Link)})";

    private static string Escape(string original)
    {
        string line = Recognized.Replace(original, ZeroWidthSpace);
        var text = new StringBuilder(line.Length + 16);
        for (int index = 0; index < line.Length; index++)
        {
            char c = line[index];
            switch (c)
            {
                case '&':
                    text.Append("&amp;");
                    break;
                case '<':
                    text.Append("&lt;");
                    break;
                case '>':
                    text.Append("&gt;");
                    break;
                default:
                    text.Append(Special.IndexOf(c) >= 0 || IsAfterNumber(line, index) ? "\\" : string.Empty).Append(c);
                    break;
            }
        }

        return text.ToString();
    }

    // The period of "1.", which could begin a list.
    private static bool IsAfterNumber(string line, int index) =>
        line[index] == '.' && line.Take(index).All(char.IsDigit);

    // Characters that could end the address, or that Markdown interprets in it.
    private static string EscapeAddress(string address) =>
        address.Replace("&", "&amp;").Replace("\\", "%5C").Replace("(", "%28").Replace(")", "%29").Replace("|", "%7C")
            .Replace("<", "%3C").Replace(">", "%3E").Replace("`", "%60").Replace("*", "%2A").Replace("_", "%5F");
}
