using System;
using System.Linq;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

public sealed class PollScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    private readonly PollSchedule _schedule = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));

    [Fact]
    public void A_run_without_a_forecast_is_polled_less_and_less_often()
    {
        double[] seconds = [.. new[] { 0.0, 10, 100, 1000, 10_000, 1_000_000 }.Select(age => _schedule.SecondsToPoll(Unknown(age)))];

        Assert.Equal(seconds.Order(), seconds);
        Assert.Equal(seconds.Distinct(), seconds);
        Assert.Equal(120, seconds[^1], precision: 6);
    }

    [Theory]
    [InlineData(0.001, 0.001)]
    [InlineData(1, 120)]
    [InlineData(5, 5)]
    [InlineData(60, 1)]
    [InlineData(86_400, 34_560_000)]
    public void Every_interval_is_between_the_minimum_and_the_maximum(double minimum, double maximum)
    {
        PollSchedule schedule = new(TimeSpan.FromSeconds(minimum), TimeSpan.FromSeconds(maximum));

        Assert.All(
            new[] { 0, 1e-9, 1, 1e3, 1e6, 1e12, double.MaxValue / 4 },
            age => Assert.InRange(schedule.SecondsToPoll(Unknown(age)), minimum - 1e-9, Math.Max(minimum, maximum) + 1e-6));
        schedule.BeginList();
        schedule.AddToList(Unknown(1e12));
        Assert.InRange(schedule.SecondsToListPoll(pages: 2), minimum - 1e-9, Math.Max(minimum, maximum) + 1e-6);
    }

    [Fact]
    public void The_longest_possible_interval_works()
    {
        PollSchedule schedule = new(TimeSpan.Zero, TimeSpan.MaxValue);

        Assert.True(schedule.MinInterval > 0);
        Assert.True(Start + TimeSpan.FromSeconds(schedule.MaxInterval) > Start);
    }

    [Fact]
    public void A_run_is_polled_when_it_is_expected_to_finish()
    {
        JobForecast forecast = new(Start);
        forecast.Observe(Job(Start, 0, 0), Start);
        for (int at = 100; at <= 900; at += 100)
        {
            forecast.Observe(Job(Start, at, at / 1000.0), Start.AddSeconds(at));
        }

        double early = _schedule.SecondsToPoll(forecast.EndProbabilityAt(Start.AddSeconds(900), null));
        double late = _schedule.SecondsToPoll(forecast.EndProbabilityAt(Start.AddSeconds(998), null));

        Assert.InRange(early, 10, 110);
        Assert.InRange(late, 1, 4);
        Assert.True(forecast.IsPredicted);
    }

    [Fact]
    public void The_durations_of_earlier_runs_are_used_if_there_is_no_progress()
    {
        RunDurations runs = new();
        for (int number = 0; number < 10; number++)
        {
            runs.Add($"{number}", TimeSpan.FromSeconds(590 + (2 * number)));
        }

        JobForecast forecast = new(Start);
        forecast.Observe(Job(Start, 0, null), Start);
        double Seconds(double at, RunDurations.DurationStatistics? known) =>
            _schedule.SecondsToPoll(forecast.EndProbabilityAt(Start.AddSeconds(at), known));

        Assert.True(
            Seconds(100, runs.Statistics) > 2 * Seconds(100, null), "The run is polled less often long before it is expected to finish.");
        Assert.True(Seconds(600, runs.Statistics) < Seconds(600, null), "The run is polled more often when it is expected to finish.");
        Assert.True(
            Seconds(6000, runs.Statistics) <= Seconds(6000, null) * 1.5,
            "The durations have little effect when the run has lasted much longer.");
    }

    [Fact]
    public void Time_in_the_queue_does_not_count_when_a_run_is_compared_with_earlier_runs()
    {
        RunDurations runs = new();
        for (int number = 0; number < 5; number++)
        {
            runs.Add($"{number}", TimeSpan.FromSeconds(100));
        }

        JobForecast forecast = new(Start);
        forecast.Observe(new XplentyJob { Status = "queued", ObservedInstant = Start },
            Start);

        Assert.Equal(0, forecast.EndProbabilityAt(Start.AddSeconds(500), runs.Statistics).HistoryAge);
    }

    [Fact]
    public void Progress_that_decreases_stalls_or_is_invalid_results_in_a_valid_interval()
    {
        JobForecast forecast = new(Start);
        double[] progress = [0.5, 0.2, 0.5, 0.5, 1, 0.3, 1, double.NaN, 0];
        for (int number = 0; number < progress.Length; number++)
        {
            DateTimeOffset now = Start.AddSeconds(number * 10);
            forecast.Observe(Job(Start, number * 10, progress[number]), now);
            Assert.InRange(_schedule.SecondsToPoll(forecast.EndProbabilityAt(now, null)), 1, 120);
        }
    }

    [Theory]
    [InlineData(-36_000)]
    [InlineData(36_000)]
    public void A_wrong_clock_does_not_result_in_a_negative_age(double seconds)
    {
        JobForecast forecast = new(Start);
        forecast.Observe(
            new XplentyJob { Status = "running", Progress = 0.5, StartedInstant = Start.AddSeconds(seconds), ObservedInstant = Start },
            Start);

        Assert.InRange(forecast.AgeAt(Start), 0, 36_000);
        Assert.Equal(0, forecast.AgeAt(Start.AddDays(-1)));
        Assert.InRange(_schedule.SecondsToPoll(forecast.EndProbabilityAt(Start, null)), 1, 120);
    }

    [Fact]
    public void The_probability_of_completion_increases_with_time_and_is_a_valid_probability()
    {
        EndProbability probability = new()
        {
            Age = 30,
            AgeOffset = 20,
            ProgressWeight = 0.8,
            LogRemaining = Math.Log(60),
            LogSpread = 0.3,
            HistoryWeight = 0.9,
            HistoryAge = 30,
            HistoryMean = Math.Log(100),
            HistorySpread = 0.2,
            HistoryRemaining = 1,
        };
        double[] within = [.. Enumerable.Range(1, 1000).Select(seconds => probability.Within(seconds))];

        Assert.All(within, value => Assert.InRange(value, -1e-6, 1));
        Assert.Equal(within.Order(), within);
        Assert.Equal(0.5, EndProbability.NormalCdf(0), precision: 6);
        Assert.Equal(0.841344746, EndProbability.NormalCdf(1), precision: 6);
        Assert.Equal(0.022750132, EndProbability.NormalCdf(-2), precision: 6);
    }

    [Fact]
    public void Failures_delay_the_next_poll_up_to_the_maximum_interval()
    {
        Assert.Equal([2, 4, 8, 120, 120], new[] { 1, 2, 3, 10, int.MaxValue }.Select(_schedule.AfterFailures));
    }

    [Fact]
    public void A_list_of_many_runs_is_polled_slightly_less_often_than_a_single_run()
    {
        _schedule.BeginList();
        for (int number = 0; number < 50; number++)
        {
            _schedule.AddToList(Unknown(100));
        }

        Assert.InRange(_schedule.SecondsToListPoll(pages: 2) / _schedule.SecondsToPoll(Unknown(100)), 1.4, 2.5);
    }

    [Fact]
    public void Statistics_require_three_runs_and_a_run_that_is_added_twice_counts_once()
    {
        RunDurations runs = new();
        runs.Add("1", TimeSpan.FromSeconds(100));
        runs.Add("1", TimeSpan.FromSeconds(100));
        runs.Add("2", TimeSpan.FromSeconds(100));
        runs.Add("3", TimeSpan.FromSeconds(0.5));
        Assert.Null(runs.Statistics);
        Assert.True(runs.NeedsReading(Start));

        runs.Add("4", TimeSpan.FromSeconds(100));

        Assert.Equal(Math.Log(100), runs.Statistics!.Value.Mean, precision: 9);
        Assert.Equal(0.1, runs.Statistics!.Value.Spread, precision: 9);
        Assert.False(runs.NeedsReading(Start));
    }

    [Fact]
    public void Earlier_runs_are_read_again_after_an_hour_if_there_were_too_few()
    {
        RunDurations runs = new() { ReadAt = Start };

        Assert.False(runs.NeedsReading(Start.AddMinutes(59)));
        Assert.True(runs.NeedsReading(Start.AddMinutes(60)));
    }

    private static EndProbability Unknown(double age) => new() { Age = age, AgeOffset = 20 };

    private static XplentyJob Job(DateTimeOffset start, double at, double? progress) =>
        new() { Status = "running", Progress = progress, StartedInstant = start, ObservedInstant = start.AddSeconds(at) };
}
