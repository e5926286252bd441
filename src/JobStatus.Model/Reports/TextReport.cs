using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace JobStatus.Reports;

/// <summary>Writes a report as plain text with lines of at most 72 characters.</summary>
internal static class TextReport
{
    private const int Width = 72;
    private const int MaxProblems = 20;
    private const int MaxRuns = 50;
    private const int MaxReasonLength = 500;
    private const int StateWidth = 10;
    private const int TimeWidth = 17;

    public static string Write(JobReport report)
    {
        var text = new StringBuilder();
        WriteWrapped(text, report.Title, string.Empty);
        text.Append('=', Math.Min(Width, report.Title.Length)).Append('\n');
        WriteWrapped(text, report.Headline, string.Empty);
        if (report.Runs.Count > 0)
        {
            WriteWrapped(text, report.Period is { } period ? $"{report.Extent}, {period}" : report.Extent, string.Empty);
            WriteProblems(text, report);
            WriteRuns(text, report);
        }

        text.Append('\n');
        WriteWrapped(text, report.Origin, string.Empty);
        return text.ToString();
    }

    private static void WriteProblems(StringBuilder text, JobReport report)
    {
        if (report.Problems.Count == 0)
        {
            return;
        }

        WriteHeading(text, "Failures and warnings");
        foreach (ReportProblem problem in report.Problems.Take(MaxProblems))
        {
            ReportRun run = problem.Run;
            WriteWrapped(text, $"{run.State}: {run.Name} ({run.Service}, run {run.IdText})", string.Empty);
            WriteWrapped(text, run.Reason(MaxReasonLength), "  ");
            if (problem.Notes(report.Clock) is { Length: > 0 } notes)
            {
                WriteWrapped(text, notes, "  ");
            }

            // On a line of its own, because a mail program recognizes only an address that is not broken.
            if (run.Link is not null)
            {
                text.Append("  ").Append(run.Link).Append('\n');
            }

            text.Append('\n');
        }

        WriteRest(text, report.Problems.Count - MaxProblems);
    }

    private static void WriteRuns(StringBuilder text, JobReport report)
    {
        WriteHeading(text, "All runs");
        bool hasOffsets = report.Runs.Any(run => report.Clock.Minute(run.Begin).Length >= TimeWidth);
        int timeWidth = hasOffsets ? TimeWidth + " +00:00".Length : TimeWidth;
        foreach (ReportRun run in report.Runs.Take(MaxRuns))
        {
            string start = run.State.ToString().PadRight(StateWidth)
                + report.Clock.Minute(run.Job.SubmittedInstant ?? run.Begin).PadRight(timeWidth)
                + run.Duration.PadLeft(10) + "  ";
            int room = Width - start.Length;
            string name = $"{run.Name} ({run.Service})";
            text.Append(start).Append(name.Length <= room ? name : ReportText.Line(name, room - 1)).Append('\n');
        }

        WriteRest(text, report.Runs.Count - MaxRuns);
    }

    private static void WriteHeading(StringBuilder text, string heading) =>
        text.Append('\n').Append(heading).Append('\n').Append('-', heading.Length).Append('\n');

    private static void WriteRest(StringBuilder text, int count)
    {
        if (count > 0)
        {
            text.Append(count).Append(" more are not shown.\n");
        }
    }

    private static void WriteWrapped(StringBuilder text, string line, string indent)
    {
        foreach (string part in Wrap(line, Width - indent.Length))
        {
            text.Append(indent).Append(part).Append('\n');
        }
    }

    // Breaks at spaces, and within a word only if it is longer than a line.
    private static IEnumerable<string> Wrap(string line, int width)
    {
        int start = 0;
        while (line.Length - start > width)
        {
            int space = line.LastIndexOf(' ', start + width, width + 1);
            int end = space > start ? space : start + width;
            if (space <= start && char.IsLowSurrogate(line[end]))
            {
                end--;
            }

            yield return line.Substring(start, end - start);
            start = space > start ? end + 1 : end;
        }

        yield return line.Substring(start);
    }
}
