using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Watching;
using Xunit;

namespace JobStatus.Services.Tests.Watching;

public sealed class JobTableTests
{
    private static readonly DateTimeOffset Now = new(new DateTime(2026, 3, 14, 14, 30, 0, DateTimeKind.Local));

    private static readonly JobRow[] Mixed =
    [
        Row("1", "completed", "Export", seconds: 65, progress: 1),
        Row("2", "running", "Nightly load", seconds: 125, progress: 0.5) is var running
            ? running.With(running.Job, Now.AddSeconds(125)) : running,
        Row("3", "failed", "Import", seconds: 60, progress: 0.6, errors: "The file orders.csv does not exist in the bucket."),
        Row("4", "idle", "Later"),
        new JobRow("Xplenty", "5"),
    ];

    [Fact]
    public void The_failures_come_first_and_the_finished_jobs_last()
    {
        Assert.Equal(
            [
                "2 of 5 finished, progress 50%, 1 failed, 01:02:03 elapsed",
                "State     Progress   Done Elapsed Expected Id        Name         Message",
                "Failed    ######....  60% 0:01:00          Xplenty 3 Import       The file orders.csv does not exist in the bucket.",
                "Running   #####.....  50% 0:02:05 14:32:05 Xplenty 2 Nightly load",
                "                                           Xplenty 5",
                "Queued                                     Xplenty 4 Later",
                "Completed ########## 100% 0:01:05          Xplenty 1 Export",
            ],
            Draw(Mixed, 200, 20));
    }

    [Fact]
    public void A_window_of_80_columns_has_room_for_everything_except_the_ids() =>
        Assert.Equal(
            [
                "2 of 5 finished, progress 50%, 1 failed, 01:02:03 elapsed",
                "State     Progress   Done Elapsed Expected Name         Message",
                "Failed    ######....  60% 0:01:00          Import       The file orders.csv do…",
                "Running   #####.....  50% 0:02:05 14:32:05 Nightly load",
                "                                           Xplenty 5",
                "Queued                                     Later",
                "Completed ########## 100% 0:01:05          Export",
            ],
            Draw(Mixed, 80, 20));

    [Theory]
    [InlineData(83, "State Progress Done Elapsed Expected Id Name Message")]
    [InlineData(82, "State Progress Done Elapsed Expected Name Message")]
    [InlineData(73, "State Progress Done Elapsed Expected Name Message")]
    [InlineData(72, "State Done Elapsed Expected Name Message")]
    [InlineData(62, "State Done Elapsed Expected Name Message")]
    [InlineData(61, "State Done Elapsed Name Message")]
    [InlineData(53, "State Done Elapsed Name Message")]
    [InlineData(52, "State Done Name Message")]
    [InlineData(44, "State Name Message")]
    [InlineData(39, "State Name")]
    [InlineData(1, "")]
    public void A_narrow_window_has_fewer_columns(int width, string columns) =>
        Assert.Equal(columns, string.Join(' ', Draw(Mixed, width, 20)[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void No_line_is_wider_than_the_window_and_no_table_is_higher()
    {
        JobRow[] rows =
        [
            .. Mixed,
            Row("6", "failed", "図書館の夜間ロード 🚀🚀", errors: "\u001b[2J\u001b[31m" + new string('漢', 300)),
            Row("7", "failed", "e\u0301\u200D\u202E\r\n\tname", errors: "one\nline"),
            Row(new string('9', 40), "running", new string('x', 300), seconds: 5 * 86_400, progress: 0.3),
        ];
        for (int width = 1; width <= 220; width += width < 100 ? 1 : 13)
        {
            for (int height = 1; height <= 12; height++)
            {
                IReadOnlyList<string> lines = Draw(rows, width, height);
                Assert.InRange(lines.Count, 1, height);
                Assert.All(lines, line =>
                {
                    Assert.InRange(CellText.Width(line), 0, width - 1);
                    Assert.DoesNotContain(line, char.IsControl);
                });
            }
        }
    }

    [Fact]
    public void Wide_characters_do_not_move_the_columns_after_them()
    {
        IReadOnlyList<string> lines = Draw(
            [
                Row("1", "failed", "Nightly load", errors: "MESSAGE"),
                Row("2", "failed", "図書館", errors: "MESSAGE"),
                Row("3", "failed", "🚀 launch", errors: "MESSAGE"),
            ],
            120,
            10);

        int[] columns = [.. lines.Skip(2).Select(line => CellText.Width(line[..line.IndexOf("MESSAGE", StringComparison.Ordinal)]))];
        Assert.Single(columns.Distinct());
        Assert.Equal(lines[1].IndexOf("Message", StringComparison.Ordinal), columns[0]);
    }

    [Fact]
    public void A_low_window_shows_the_header_and_the_failures_and_says_what_is_missing()
    {
        JobRow[] rows =
        [
            .. Enumerable.Range(1, 990).Select(id => Row($"{id}", id % 2 == 0 ? "completed" : "running", "Load")),
            .. Enumerable.Range(991, 10).Select(id => Row($"{id}", "failed", "Load", errors: $"Reason {id}")),
        ];

        IReadOnlyList<string> lines = Draw(rows, 120, 24);

        Assert.Equal(24, lines.Count);
        Assert.StartsWith("505 of 1000 finished", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("State", lines[1], StringComparison.Ordinal);
        Assert.All(
            Enumerable.Range(0, 10), index => Assert.EndsWith($"Reason {991 + index}", lines[2 + index], StringComparison.Ordinal));
        Assert.All(lines.Skip(12).Take(11), line => Assert.StartsWith("Running", line, StringComparison.Ordinal));
        Assert.Equal("979 more jobs are not shown (484 Running, 495 Completed)", lines[23]);
        Assert.Equal(1002, Draw(rows, 120, 1002).Count);
    }

    [Fact]
    public void The_last_warning_is_below_the_table()
    {
        var table = new JobTable(Mixed, TimeSpan.Zero) { Warning = "3 consecutive requests\nto Xplenty failed." };

        Assert.Equal("Warning: 3 consecutive requests to Xplenty failed.", table.Draw(100, 20, Now, NoColor)[^1]);
        Assert.Equal(6, table.Draw(100, 6, Now, NoColor).Count);
        Assert.Equal("3 more jobs are not shown (1 not read yet, 1 Queued, 1 Completed)", table.Draw(100, 6, Now, NoColor)[4]);
    }

    [Fact]
    public void A_job_that_cannot_be_watched_is_an_error_and_counts_as_failed()
    {
        IReadOnlyList<string> lines = Draw(
            [Row("1", "failed", "Import"), new JobRow("Alma", "77").With(null, problem: "Alma job 77 was not found.", isDone: true)],
            120,
            9);

        Assert.StartsWith("2 of 2 finished, progress 100%, 2 failed, ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Error ", lines[3], StringComparison.Ordinal);
        Assert.EndsWith("Alma job 77 was not found.", lines[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, "14:31:00", ", expected completion 14:31:00")]
    [InlineData(19 * 3600, "09:30:00", ", expected completion 09:30:00")]
    [InlineData(21 * 3600, "03-15 11:30", ", expected completion 03-15 11:30")]
    [InlineData(0, "overdue", "")]
    [InlineData(-60, "overdue", "")]
    public void The_expected_completion_is_a_time_of_day_a_date_or_overdue(double seconds, string text, string summary)
    {
        JobRow row = Row("1", "running", "Load", progress: 0.5);

        IReadOnlyList<string> lines = Draw([row.With(row.Job, Now.AddSeconds(seconds))], 150, 5);

        Assert.Contains($" {text} ", lines[2], StringComparison.Ordinal);
        Assert.Equal($"0 of 1 finished, progress 50%, 0 failed, 01:02:03 elapsed{summary}", lines[0]);
    }

    [Fact]
    public void The_elapsed_time_of_a_running_job_grows_between_reads_and_that_of_a_finished_job_does_not()
    {
        JobRow running = Row("1", "running", "Load", seconds: 10);
        JobRow finished = Row("2", "completed", "Load", seconds: 10);

        Assert.Equal(TimeSpan.FromSeconds(40), running.ElapsedAt(Now.AddSeconds(30)));
        Assert.Equal(TimeSpan.FromSeconds(10), running.ElapsedAt(Now.AddSeconds(-30)));
        Assert.Equal(TimeSpan.FromSeconds(10), finished.ElapsedAt(Now.AddSeconds(30)));
        Assert.Null(Row("3", "idle", "Load", seconds: 0).ElapsedAt(Now));
        Assert.Null(new JobRow("Xplenty", "4").ElapsedAt(Now));
    }

    [Fact]
    public void The_state_and_the_bar_have_the_color_of_the_state()
    {
        IReadOnlyList<string> lines = new JobTable(Mixed, TimeSpan.Zero).Draw(200, 20, Now, static (state, text) => $"<{state}:{text}>");

        Assert.StartsWith("<Failed:Failed>    <Failed:######....>  60% ", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("State     Progress ", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain('<', lines[4]);
    }

    [Fact]
    public void A_job_with_an_unknown_status_shows_the_status() =>
        Assert.EndsWith("Load         archived", Draw([Row("1", "archived", "Load")], 120, 5)[2], StringComparison.Ordinal);

    private static string NoColor(RemoteJobState state, string text) => text;

    private static IReadOnlyList<string> Draw(JobRow[] rows, int width, int height) =>
        new JobTable(rows, new TimeSpan(1, 2, 3)).Draw(width, height, Now, NoColor);

    private static JobRow Row(
        string id, string status, string name, double? seconds = null, double? progress = null, string? errors = null)
    {
        var job = new XplentyJob
        {
            Id = id,
            Status = status,
            Name = name,
            Progress = progress,
            Errors = errors,
            Duration = seconds is { } value ? TimeSpan.FromSeconds(value) : null,
            ObservedInstant = Now,
        };
        return new JobRow("Xplenty", id).With(job, isDone: job.IsFinished);
    }
}
