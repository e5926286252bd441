using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using JobStatus.Measuring;
using Xunit;

namespace JobStatus.Services.Tests.Model;

public sealed class MeasuredRunsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_definition_with_finished_and_unfinished_runs_has_the_right_figures()
    {
        RemoteJobMeasurement row = Assert.Single(Measure(
            Run(1, minutes: 10),
            Run(2, minutes: 20, state: RemoteJobState.Warning),
            Run(3, minutes: 90, state: RemoteJobState.Failed),
            Run(4, minutes: 1, state: RemoteJobState.Stopped),
            Run(5, minutes: 30),
            Run(6, minutes: 5, state: RemoteJobState.Running)));

        Assert.Equal("Xplenty", row.Service);
        Assert.Equal("etl", row.Connection);
        Assert.Equal("Nightly load", row.Name);
        Assert.Equal("434", row.DefinitionId);
        Assert.Equal((6, 3, 2, 1), (row.Runs, row.Succeeded, row.Failed, row.Running));
        Assert.Equal(60, row.SuccessRate);
        Assert.Equal((RemoteJobState.Running, RemoteJobState.Completed), (row.LastState, row.LastResult));
        Assert.Equal(Start.AddDays(6).LocalDateTime, row.LastRunAt);
        Assert.Equal(Start.AddDays(5).LocalDateTime, row.LastSuccessAt);
        Assert.Equal(TimeSpan.FromMinutes(20), row.MedianDuration);
        Assert.Equal(TimeSpan.FromMinutes(29), row.P95Duration);
        Assert.Equal(TimeSpan.FromMinutes(5), row.LastDuration);
        Assert.Null(row.Slower);
        Assert.Null(row.NextRunAt);
    }

    [Fact]
    public void Without_a_finished_run_the_figures_of_finished_runs_are_null()
    {
        RemoteJobMeasurement row = Assert.Single(Measure(
            new AlteryxJob { Id = "1", Status = "Completed", Disposition = "SomethingNew" },
            new AlteryxJob { Id = "2", Status = "SomethingNew" }));

        Assert.Equal((2, 0, 0, 0), (row.Runs, row.Succeeded, row.Failed, row.Running));
        Assert.Null(row.SuccessRate);
        Assert.Equal((RemoteJobState.Unknown, RemoteJobState.Unknown), (row.LastState, row.LastResult));
        Assert.Null(row.LastRunAt);
        Assert.Null(row.LastSuccessAt);
        Assert.Null(row.MedianDuration);
        Assert.Null(row.P95Duration);
        Assert.Null(row.LastDuration);
        Assert.Null(row.Slower);
    }

    [Theory]
    [InlineData("Completed Failed Running", "Failed")]
    [InlineData("Failed Completed Queued", "Completed")]
    [InlineData("Completed Stopped Stopping", "Stopped")]
    [InlineData("Failed Warning Unknown", "Warning")]
    [InlineData("Running Queued", null)]
    public void The_last_result_is_the_state_of_the_latest_finished_run(string states, string? result)
    {
        IEnumerable<RemoteJob> runs = states.Split(' ').Select((state, day) => Run(day, minutes: 1, Enum.Parse<RemoteJobState>(state)));

        Assert.Equal(result, Assert.Single(Measure([.. runs])).LastResult?.ToString());
    }

    [Fact]
    public void Of_two_runs_that_started_at_the_same_time_the_one_with_the_higher_id_has_the_last_result()
    {
        XplentyJob ninth = new() { Id = "9", PackageId = 1, State = RemoteJobState.Completed, StartedInstant = Start };
        XplentyJob tenth = new() { Id = "10", PackageId = 1, State = RemoteJobState.Failed, StartedInstant = Start };

        Assert.Equal(RemoteJobState.Failed, Assert.Single(Measure(ninth, tenth)).LastResult);
        Assert.Equal(RemoteJobState.Failed, Assert.Single(Measure(tenth, ninth)).LastResult);
    }

    [Theory]
    [InlineData(5, 15, 16, true)]
    [InlineData(5, 15, 15, false)]
    [InlineData(5, 30, 26, false)]
    [InlineData(5, 30, 27, true)]
    [InlineData(4, 15, 60, null)]
    public void A_run_is_slower_if_it_takes_longer_than_the_95th_percentile_and_half_again_the_median_of_five_earlier_runs(
        int earlier,
        int longest,
        int minutes,
        bool? slower)
    {
        IEnumerable<RemoteJob> runs = Enumerable.Range(1, earlier - 1)
            .Select(day => Run(day, minutes: 10))
            .Append(Run(earlier, minutes: longest))
            .Append(Run(earlier + 1, minutes: minutes));

        Assert.Equal(slower, Assert.Single(Measure([.. runs])).Slower);
    }

    [Theory]
    [InlineData(10.0, false)]
    [InlineData(11.0, true)]
    public void A_run_of_a_few_seconds_is_slower_only_if_it_takes_more_than_ten_seconds_longer_than_usual(double longer, bool slower)
    {
        IEnumerable<RemoteJob> runs = Enumerable.Range(1, 8)
            .Select(day => Run(day, minutes: 2.0 / 60))
            .Append(Run(9, minutes: (2 + longer) / 60));

        Assert.Equal(slower, Assert.Single(Measure([.. runs])).Slower);
    }

    [Theory]
    [InlineData(RemoteJobState.Running, true)]
    [InlineData(RemoteJobState.Failed, true)]
    [InlineData(RemoteJobState.Queued, false)]
    public void An_unfinished_or_failed_run_can_be_slower_but_a_queued_run_has_not_taken_any_time(RemoteJobState state, bool slower)
    {
        IEnumerable<RemoteJob> runs = Enumerable.Range(1, 8)
            .Select(day => Run(day, minutes: 10))
            .Append(Run(9, minutes: 60, state: state));
        RemoteJobMeasurement row = Assert.Single(Measure([.. runs]));

        Assert.Equal(state, row.LastState);
        Assert.Equal(slower, row.Slower);
        Assert.Equal(TimeSpan.FromMinutes(slower ? 60 : 10), row.LastDuration);
    }

    [Fact]
    public void Only_successful_earlier_runs_show_which_durations_are_usual()
    {
        IEnumerable<RemoteJob> runs = Enumerable.Range(1, 5)
            .Select(day => Run(day, minutes: 10))
            .Append(Run(6, minutes: 600, state: RemoteJobState.Failed))
            .Append(Run(7, minutes: 20))
            .Append(Run(0, minutes: 500, state: RemoteJobState.Stopped));

        Assert.True(Assert.Single(Measure([.. runs])).Slower);
    }

    [Fact]
    public void A_run_that_occurs_several_times_counts_once_as_it_was_read_last()
    {
        var old = new XplentyJob { Id = "7", PackageId = 1, Connection = "etl", Status = "running", ObservedInstant = Start };
        var @new = new XplentyJob { Id = "7", PackageId = 1, Connection = "ETL", Status = "failed", ObservedInstant = Start.AddHours(1) };
        var unread = new XplentyJob { Id = "7", PackageId = 1, Connection = "etl", Status = "completed" };
        foreach (RemoteJob[] order in new[] { new RemoteJob[] { old, @new, unread }, [unread, @new, old], [@new, unread, old] })
        {
            RemoteJobMeasurement row = Assert.Single(Measure(order));
            Assert.Equal((1, RemoteJobState.Failed), (row.Runs, row.LastState));
        }

        // Without a time, the object that was added last is used.
        var later = new XplentyJob { Id = "7", PackageId = 1, Connection = "etl", Status = "stopped" };
        Assert.Equal(RemoteJobState.Stopped, Assert.Single(Measure(unread, later)).LastState);
    }

    [Fact]
    public void Runs_with_the_same_id_of_different_services_or_connections_are_different_runs()
    {
        IReadOnlyList<RemoteJobMeasurement> rows = Measure(
            new XplentyJob { Id = "7", PackageId = 1, Connection = "a" },
            new XplentyJob { Id = "7", PackageId = 1, Connection = "b" },
            new XplentyJob { Id = "7", PackageId = 1 },
            new AlmaJobInstance { Id = "7", JobId = "1", Connection = "a" });

        Assert.Equal([1, 1, 1, 1], rows.Select(row => row.Runs));
    }

    [Fact]
    public void Runs_without_an_id_are_different_runs() =>
        Assert.Equal(2, Assert.Single(Measure(new XplentyJob { PackageId = 1 }, new XplentyJob { PackageId = 1 })).Runs);

    [Fact]
    public void Runs_without_a_definition_belong_together_if_they_have_the_same_name()
    {
        IReadOnlyList<RemoteJobMeasurement> rows = Measure(
            new AlteryxJob { Id = "1", Name = "Report" },
            new AlteryxJob { Id = "2", Name = "report" },
            new AlteryxJob { Id = "3", Name = "Other" },
            new AlteryxJob { Id = "4" },
            new AlteryxJob { Id = "5" },
            new AlteryxJob { Id = "6", Name = "Report", WorkflowId = "Report" });

        Assert.Equal(4, rows.Count);
        Assert.Equal(2, rows.Single(row => row is { DefinitionId: null, Name: "report" }).Runs);
        Assert.Equal(1, rows.Single(row => row is { DefinitionId: null, Name: "Other" }).Runs);
        Assert.Equal(2, rows.Single(row => row.Name is null).Runs);
        Assert.Equal(1, rows.Single(row => row.DefinitionId == "Report").Runs);
    }

    [Fact]
    public void Definitions_that_need_attention_come_first()
    {
        IEnumerable<RemoteJob> steady = Enumerable.Range(1, 8).Select(day => Run(day, minutes: 10, package: 1));
        IEnumerable<RemoteJob> slow = Enumerable.Range(1, 8).Select(day => Run(day, minutes: day == 8 ? 60 : 10, package: 2));
        RemoteJob[] runs =
        [
            Run(20, minutes: 1, package: 4),
            .. steady,
            .. slow,
            Run(3, minutes: 1, state: RemoteJobState.Failed, package: 3),
            Run(4, minutes: 1, state: RemoteJobState.Running, package: 3),
            Run(2, minutes: 1, state: RemoteJobState.Stopped, package: 5),
        ];

        // The retry of package 3 is still running, so its last result is the failure.
        Assert.Equal(["3", "5", "2", "4", "1"], Measure(runs).Select(row => row.DefinitionId));
    }

    [Fact]
    public void Schedules_add_the_next_run_and_the_definitions_without_runs()
    {
        var schedules = new RemoteSchedule[]
        {
            new XplentySchedule
            {
                Connection = "etl", Name = "Night", Status = "enabled", NextRunInstant = Start.AddDays(30),
                Task = new XplentyScheduleTask { Packages = [new() { PackageId = 434 }, new() { PackageId = 435 }] },
            },
            new XplentySchedule
            {
                Connection = "etl", Status = "enabled", NextRunInstant = Start.AddDays(20),
                Task = new XplentyScheduleTask { Packages = [new() { PackageId = 434 }] },
            },
            new XplentySchedule
            {
                Connection = "etl", Status = "disabled", NextRunInstant = Start.AddDays(10),
                Task = new XplentyScheduleTask { Packages = [new() { PackageId = 434 }, new() { PackageId = 436 }] },
            },
            new XplentySchedule
            {
                Connection = "other", Status = "enabled", NextRunInstant = Start.AddDays(5),
                Task = new XplentyScheduleTask { Packages = [new() { PackageId = 434 }] },
            },
            new AlmaSchedule { Connection = "etl", Id = "S1" },
            new AlteryxSchedule { Connection = "etl" },
        };

        IReadOnlyList<RemoteJobMeasurement> rows = Measure([Run(1, minutes: 10)], schedules);

        Assert.Equal(["434", "S1", "435", "434"], rows.Select(row => row.DefinitionId));
        Assert.Equal([1, 0, 0, 0], rows.Select(row => row.Runs));
        Assert.Equal(Start.AddDays(20).LocalDateTime, rows[0].NextRunAt);
        Assert.Null(rows[1].NextRunAt);
        Assert.Equal(("Night", Start.AddDays(30).LocalDateTime), (rows[2].Name, rows[2].NextRunAt));
        Assert.Null(rows[2].LastState);
        Assert.Equal(("other", Start.AddDays(5).LocalDateTime), (rows[3].Connection, rows[3].NextRunAt));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void All_figures_of_random_runs_match_a_slow_calculation(int seed)
    {
        for (int round = 0; round < 100; round++)
        {
            var random = new Random((seed * 1000) + round);
            RemoteJob[] runs = [.. Enumerable.Range(0, random.Next(1, 120)).Select(_ => RandomRun(random))];
            IReadOnlyList<RemoteJobMeasurement> rows = Measure(runs);
            List<SlowMeasurement> expected = SlowMeasurement.Calculate(runs);
            Assert.Equal(expected.Count, rows.Count);
            for (int position = 0; position < rows.Count; position++)
            {
                expected[position].AssertEqual(rows[position], $"seed {seed}, round {round}, row {position}");
            }
        }
    }

    [Fact]
    public void A_hundred_thousand_runs_are_measured_within_seconds()
    {
        var random = new Random(5);
        RemoteJob[] runs = [.. Enumerable.Range(0, 100_000).Select(_ => RandomRun(random, ids: 1_000_000, definitions: 300))];
        var elapsed = Stopwatch.StartNew();
        Assert.NotEmpty(Measure(runs));
        Assert.InRange(elapsed.Elapsed.TotalSeconds, 0, 10);
    }

    private static IReadOnlyList<RemoteJobMeasurement> Measure(params RemoteJob[] runs) => Measure(runs, []);

    private static IReadOnlyList<RemoteJobMeasurement> Measure(RemoteJob[] runs, RemoteSchedule[] schedules)
    {
        var measured = new MeasuredRuns();
        Array.ForEach(runs, measured.Add);
        return [.. measured.Measure(schedules)];
    }

    // One run a day.
    private static XplentyJob Run(int day, double minutes, RemoteJobState state = RemoteJobState.Completed, long package = 434) => new()
    {
        Id = $"{(package * 1000) + day}",
        Connection = "etl",
        Name = "Nightly load",
        PackageId = package,
        State = state,
        StartedInstant = Start.AddDays(day),
        Duration = TimeSpan.FromMinutes(minutes),
    };

    // With few ids, times and definitions, duplicates and ties are frequent.
    private static RemoteJob RandomRun(Random random, int ids = 60, int definitions = 4)
    {
        string id = $"{random.Next(ids)}";
        string? connection = random.Next(3) switch { 0 => null, 1 => "a", _ => random.Next(2) == 0 ? "B" : "b" };
        string? name = random.Next(3) == 0 ? null : $"name {random.Next(3)}";
        int definition = random.Next(definitions);
        bool isKnown = random.Next(5) > 0;
        DateTimeOffset? started = random.Next(4) == 0 ? null : Start.AddMinutes(random.Next(100) * 60);
        DateTimeOffset? submitted = random.Next(4) == 0 ? null : Start.AddMinutes(random.Next(100) * 60);
        DateTimeOffset? observed = random.Next(4) == 0 ? null : Start.AddMinutes(random.Next(5));
        TimeSpan? duration = random.Next(5) == 0 ? null : TimeSpan.FromTicks(random.NextInt64(600 * TimeSpan.TicksPerSecond));
        string[] statuses = ["COMPLETED_SUCCESS", "COMPLETED_WARNING", "COMPLETED_FAILED", "RUNNING", "QUEUED", "NEW_STATUS"];
        string status = statuses[random.Next(statuses.Length)];
        return random.Next(3) switch
        {
            0 => new AlmaJobInstance
            {
                Id = id, Connection = connection, Name = name, JobId = isKnown ? $"S{definition}" : null, Status = status,
                StartedInstant = started, SubmittedInstant = submitted, ObservedInstant = observed, Duration = duration,
            },
            1 => new XplentyJob
            {
                Id = id, Connection = connection, Name = name, PackageId = isKnown ? definition : null,
                State = (RemoteJobState)random.Next(8),
                StartedInstant = started, SubmittedInstant = submitted, ObservedInstant = observed, Duration = duration,
            },
            _ => new AlteryxJob
            {
                Id = id, Connection = connection, Name = name, WorkflowId = isKnown ? $"w{definition}" : null, Status = "Completed",
                Disposition = new[] { "Success", "Error", "Other" }[random.Next(3)],
                StartedInstant = started, SubmittedInstant = submitted, ObservedInstant = observed, Duration = duration,
            },
        };
    }
}
