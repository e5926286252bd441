using System;
using System.Linq;
using JobStatus.Reports;
using Xunit;
using static JobStatus.Services.Tests.Reports.ReportJobs;

namespace JobStatus.Services.Tests.Reports;

/// <summary>Tests what reports say about runs, regardless of their format.</summary>
public sealed class JobReportTests
{
    [Fact]
    public void Runs_are_sorted_by_their_time_and_the_newest_is_first() =>
        Assert.Equal(
            ["3", "2", "1", "4"],
            Report(Run("1"), Run("2", hours: 1), Run("3", hours: 2), new XplentyJob { Id = "4" }).Runs.Select(run => run.Id));

    [Fact]
    public void Of_runs_with_the_same_time_the_one_with_the_higher_id_is_the_later_one()
    {
        JobReport report = Report(
            Run("9", RemoteJobState.Failed, message: "a"), Run("10", RemoteJobState.Failed, message: "a"), Run("8", hours: -1));

        Assert.Equal(["10", "9", "8"], report.Runs.Select(run => run.Id));
        Assert.Equal("10", Assert.Single(report.Problems).Run.Id);
    }

    [Fact]
    public void A_run_that_started_later_is_the_later_one_even_if_it_was_submitted_earlier()
    {
        XplentyJob queued = Run("1");
        var late = new XplentyJob
        {
            Id = "1", PackageId = 434, Connection = "Default", SubmittedInstant = queued.SubmittedInstant,
            StartedInstant = queued.SubmittedInstant!.Value.AddHours(2),
        };

        Assert.Equal(["1", "2"], Report(Run("2", hours: 1), late).Runs.Select(run => run.Id));
    }

    [Fact]
    public void A_run_that_occurs_twice_is_shown_once_as_it_was_last_read()
    {
        XplentyJob earlier = Run("1", RemoteJobState.Running);
        var later = new XplentyJob
        {
            Id = "1",
            Connection = "Default",
            State = RemoteJobState.Failed,
            ObservedInstant = earlier.ObservedInstant!.Value.AddMinutes(1),
        };
        Assert.Equal([RemoteJobState.Failed], Report(earlier, later).Runs.Select(run => run.State));
        Assert.Equal([RemoteJobState.Failed], Report(later, earlier).Runs.Select(run => run.State));

        // A script can create a job without the time when it was read.
        XplentyJob unknown = new() { Id = "1", Connection = "default", State = RemoteJobState.Completed };
        Assert.Equal([RemoteJobState.Failed], Report(unknown, later, unknown).Runs.Select(run => run.State));
        Assert.Equal([RemoteJobState.Completed], Report(unknown, unknown).Runs.Select(run => run.State));
    }

    [Fact]
    public void Runs_with_the_same_id_of_different_connections_and_services_are_different_runs()
    {
        JobReport report = Report(Run("1"), Run("1", connection: "Other"), new AlteryxJob { Id = "1", Connection = "Default" });
        Assert.Equal(3, report.Runs.Count);
        Assert.Equal(["Alteryx", "Xplenty, Default", "Xplenty, Other"], report.Runs.Select(run => run.Service).Order());
    }

    [Theory]
    [InlineData("", "There are no runs to report.")]
    [InlineData("Completed", "The run completed.")]
    [InlineData("Failed", "The run failed.")]
    [InlineData("Warning", "The run completed with a warning.")]
    [InlineData("Queued", "The run is queued.")]
    [InlineData("Completed Completed", "All 2 runs completed.")]
    [InlineData("Failed Failed Failed", "All 3 runs failed.")]
    [InlineData("Completed Failed", "1 of 2 runs failed.")]
    [InlineData("Completed Running", "None of the 2 runs failed, and 1 is running.")]
    [InlineData("Completed Failed Running Running", "1 of 4 runs failed, and 2 are running.")]
    [InlineData(
        "Queued Completed Failed Warning Warning Stopped Unknown",
        "1 of 7 runs failed, 1 was stopped, 2 completed with warnings, 1 has an unknown state, and 1 is queued.")]
    public void The_headline_says_whether_everything_ran(string states, string expected) =>
        Assert.Equal(
            expected,
            Report(states
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select((state, index) => Run($"{index}", Enum.Parse<RemoteJobState>(state)))).Headline);

    [Fact]
    public void The_runs_of_a_definition_share_a_lane_even_if_their_names_differ()
    {
        JobReport report = Report(
            Run("1", name: "old name"),
            Run("2", name: "new name", hours: 1),
            Run("3", package: 5, hours: 2),
            Run("4", package: null, name: "a"),
            Run("5", package: null, name: "a"),
            Run("6", package: null, name: "b"),
            Run("7", package: null, name: null),
            Run("8", package: null, name: ""));
        Assert.Equal(["(no name) 2", "a 2", "b 1", "new name 2", "Orders to warehouse 1"], report.Lanes.Select(lane => $"{lane.Name} {lane.Runs.Count}"));
    }

    [Fact]
    public void Definitions_whose_latest_run_failed_come_first()
    {
        JobReport report = Report(
            Run("1", name: "a", package: 1),
            Run("2", RemoteJobState.Warning, name: "b", package: 2),
            Run("3", RemoteJobState.Failed, name: "c", package: 3),
            Run("4", RemoteJobState.Failed, name: "d", package: 4),
            Run("5", name: "d", package: 4, hours: 1));
        Assert.Equal(["c", "b", "a", "d"], report.Lanes.Select(lane => lane.Name));
    }

    [Fact]
    public void Failures_come_before_warnings_and_newer_before_older()
    {
        JobReport report = Report(
            Run("1", RemoteJobState.Failed, message: "a"),
            Run("2", RemoteJobState.Warning, hours: 3),
            Run("3", RemoteJobState.Failed, hours: 1, message: "b"),
            Run("4", RemoteJobState.Stopped, hours: 2),
            Run("5", RemoteJobState.Running, hours: 4),
            Run("6", hours: 5));
        Assert.Equal(["3", "1", "4", "2"], report.Problems.Select(problem => problem.Run.Id));
        Assert.All(report.Problems, problem => Assert.Empty(problem.Notes(report.Clock)));
    }

    [Fact]
    public void The_same_failure_of_a_definition_is_one_problem()
    {
        JobReport report = Report(
            Run("1", RemoteJobState.Failed, message: "a"),
            Run("2", RemoteJobState.Failed, hours: 1, message: "a"),
            Run("3", RemoteJobState.Failed, hours: 2, message: "a"),
            Run("4", RemoteJobState.Failed, hours: 3, message: "a", package: 5),
            Run("5", RemoteJobState.Warning, hours: 4, message: "a"));
        Assert.Equal(["4", "3", "5"], report.Problems.Select(problem => problem.Run.Id));
        Assert.Equal(
            ["", "The same happened to 2 earlier runs, first on 2026-11-28 00:00.", ""],
            report.Problems.Select(problem => problem.Notes(report.Clock)));
    }

    [Fact]
    public void A_run_without_a_name_is_named_after_its_definition()
    {
        Assert.Equal("434", Report(Run("1", name: null)).Runs[0].Name);
        Assert.Equal("(no name)", Report(Run("1", name: null, package: null)).Runs[0].Name);
    }

    [Fact]
    public void A_bar_lasts_from_the_start_to_the_end_or_to_the_time_when_an_unfinished_run_was_read()
    {
        ReportRun finished = Report(Run("1", minutes: 90)).Runs[0];
        Assert.Equal(TimeSpan.FromMinutes(90), finished.End - finished.Begin);
        ReportRun running = Report(Run("1", RemoteJobState.Running)).Runs[0];
        Assert.Equal(TimeSpan.FromHours(12), running.End - running.Begin);
        ReportRun submitted = Report(new AlteryxJob
        {
            Id = "1",
            State = RemoteJobState.Completed,
            SubmittedInstant = Now,
            Duration = TimeSpan.FromMinutes(7),
            ObservedInstant = Now.AddDays(1),
        }).Runs[0];
        Assert.Equal((Now, Now.AddMinutes(7)), (submitted.Begin, submitted.End));
        ReportRun backwards = Report(new XplentyJob
        {
            State = RemoteJobState.Completed, StartedInstant = Now, FinishedInstant = Now.AddHours(-1),
        }).Runs[0];
        Assert.Equal((Now, Now), (backwards.Begin, backwards.End));
    }

    [Fact]
    public void Times_and_durations_that_no_run_has_are_left_out_of_the_timeline()
    {
        JobReport report = Report(
            new XplentyJob { Id = "1", State = RemoteJobState.Completed, SubmittedInstant = DateTimeOffset.MinValue },
            new XplentyJob { Id = "2", State = RemoteJobState.Completed, StartedInstant = DateTimeOffset.MaxValue },
            new XplentyJob { Id = "3", State = RemoteJobState.Completed, FinishedInstant = Now, Duration = TimeSpan.MaxValue },
            new XplentyJob { Id = "4", State = RemoteJobState.Completed, StartedInstant = Now, Duration = TimeSpan.MinValue });
        Assert.Equal((Now, Now), (report.Begin, report.End));
        foreach (Func<JobReport, string> write in new Func<JobReport, string>[]
                 {
                     HtmlReport.Write, MailReport.Write, MarkdownReport.Write, TextReport.Write,
                 })
        {
            Assert.NotEmpty(write(report));
        }
    }

    [Fact]
    public void Times_are_local_and_state_their_offset_only_if_it_changes()
    {
        JobReport winter = JobReport.Create([Run("1")], "t", Now, Berlin);
        Assert.Equal("2026-11-28 01:00:00", winter.Clock.Second(winter.Runs[0].Begin));
        Assert.Equal("Times are local (UTC+01:00).", winter.Clock.Note);

        // 02:30 local time occurred twice in this night.
        JobReport both = JobReport.Create(
            [
                new XplentyJob { Id = "1", StartedInstant = new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero) },
                new XplentyJob { Id = "2", StartedInstant = new DateTimeOffset(2026, 10, 25, 1, 30, 0, TimeSpan.Zero) },
            ],
            "t",
            Now,
            Berlin);
        Assert.Equal(
            ["2026-10-25 02:30 +01:00", "2026-10-25 02:30 +02:00"],
            both.Runs.Select(run => both.Clock.Minute(run.Begin)).Order());
        Assert.Equal("Times are local and state their UTC offset.", both.Clock.Note);
    }

    [Theory]
    [InlineData("https://alma.example/a?b=c&d", "https://alma.example/a?b=c&d")]
    [InlineData("http://127.0.0.1:9/", "http://127.0.0.1:9/")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("data:text/html,a", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("ftp://alma.example/", null)]
    [InlineData("https://user:secret@alma.example/", null)]
    [InlineData("/almaws/v1/conf", null)]
    [InlineData("//alma.example/a", null)]
    public void Only_http_and_https_addresses_without_credentials_are_links(string address, string? expected) =>
        Assert.Equal(expected, ReportText.Link(new Uri(address, UriKind.RelativeOrAbsolute)));
}
