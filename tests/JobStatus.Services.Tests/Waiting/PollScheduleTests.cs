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

    [Theory]
    [InlineData(0, 20, 1.691)]
    [InlineData(10, 20, 2.0594)]
    [InlineData(100, 20, 4.0651)]
    [InlineData(1000, 20, 11.805)]
    [InlineData(10_000, 20, 36.8277)]
    [InlineData(0, 0.001, 1)]
    public void A_run_is_due_when_the_expected_delay_is_worth_a_request(double age, double offset, double seconds) =>
        Assert.Equal(seconds, _schedule.SecondsToPoll(new EndProbability { Age = age, AgeOffset = offset }), 1e-3);

    [Theory]
    [InlineData(0, 0.1, 0.825)]
    [InlineData(0, 1, 3.0072)]
    [InlineData(10, 5, 45.1035)]
    [InlineData(0, 20, 60.5268)]
    [InlineData(30, 10, 120)]
    [InlineData(0, 41, 315_360_000)]
    public void A_run_has_probably_finished_when_the_probability_is_75_percent(double age, double offset, double seconds) =>
        Assert.Equal(seconds, _schedule.SecondsToLikelyEnd(new EndProbability { Age = age, AgeOffset = offset }), 1e-3);

    [Theory]
    [InlineData(1, 1, 0, 0.01, false, 0.24947)]
    [InlineData(2, 1, 100_000, 50, false, 120)]
    [InlineData(8, 1, 100, 20, false, 6.80036)]
    [InlineData(20, 1, 100, 20, false, 6.69562)]
    [InlineData(50, 1, 100, 20, false, 5.30112)]
    [InlineData(50, 2, 100, 20, false, 6.30885)]
    [InlineData(200, 1, 1000, 20, false, 12.85522)]
    [InlineData(200, 8, 1000, 20, false, 18.18789)]
    [InlineData(12, 1, 0, 0.001, false, 0.4)]
    [InlineData(60, 1, 0, 0.001, false, 0.9)]
    [InlineData(1, 1, 0, 0.001, false, 0.23766)]
    [InlineData(30, 1, 0, 0.05, false, 0.9)]
    [InlineData(30, 1, 0, 0.05, true, 120)]
    [InlineData(5, 1, 0.5, 0.5, true, 0.74129)]
    [InlineData(2, 1, 0, 0.3, true, 0.47078)]
    public void A_list_is_due_when_the_expected_delay_of_its_runs_is_worth_its_requests(
        int runs, int pages, double age, double offset, bool isReadByIdAtLikelyEnd, double seconds)
    {
        PollSchedule schedule = new(TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(2));
        schedule.BeginList();
        schedule.AddToList(Unknown(1));
        schedule.BeginList();
        for (int number = 0; number < runs; number++)
        {
            schedule.AddToList(new EndProbability { Age = age, AgeOffset = offset }, isReadByIdAtLikelyEnd);
        }

        Assert.Equal(seconds, schedule.SecondsToListPoll(pages), 1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_list_of_runs_that_have_finished_is_due_after_the_minimum_interval(int runs)
    {
        _schedule.BeginList();
        for (int number = 0; number < runs; number++)
        {
            _schedule.AddToList(new EndProbability { Age = 0, AgeOffset = 0.01 });
        }

        Assert.Equal(1, _schedule.SecondsToListPoll(pages: 1));
    }

    [Theory]
    [InlineData(1, 5.73908)]
    [InlineData(2, 6.8811)]
    public void Runs_of_different_ages_in_a_list_are_added_up(int pages, double seconds)
    {
        PollSchedule schedule = new(TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(2));
        schedule.BeginList();
        for (int number = 0; number < 40; number++)
        {
            schedule.AddToList(Unknown(10 * number));
        }

        Assert.Equal(seconds, schedule.SecondsToListPoll(pages), 1e-4);
    }

    [Theory]
    [InlineData(2, 8, true, 5.87767)]
    [InlineData(2, 8, false, 1.4247)]
    [InlineData(1, 19, true, 6.49585)]
    [InlineData(1, 19, false, 3.45312)]
    [InlineData(5, 5, true, 0.95884)]
    [InlineData(5, 5, false, 0.74712)]
    public void A_list_is_due_later_if_the_runs_that_have_probably_finished_are_read_by_their_ids(
        int soon, int late, bool isReadByIdAtLikelyEnd, double seconds)
    {
        PollSchedule schedule = new(TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(2));
        schedule.BeginList();
        for (int number = 0; number < soon + late; number++)
        {
            schedule.AddToList(
                number < soon ? new EndProbability { Age = 0, AgeOffset = 0.3 } : Unknown(100), isReadByIdAtLikelyEnd);
        }

        Assert.Equal(seconds, schedule.SecondsToListPoll(pages: 1), 1e-4);
    }

    [Theory]
    [InlineData(false, false, 0.166667, 0.545455, 0.642857, 2.6402, 315_360_000)]
    [InlineData(true, false, 0.083181, 0.40384, 0.529716, 3.9851, 315_360_000)]
    [InlineData(false, true, 0.033333, 0.509091, 0.857964, 6.0528, 77.8528)]
    [InlineData(true, true, 0.016636, 0.480768, 0.835335, 8.9594, 80.3011)]
    public void Predictions_are_weighted(
        bool hasHistory, bool hasProgress, double in10, double in60, double in90, double secondsToPoll, double secondsToLikelyEnd)
    {
        EndProbability probability = new()
        {
            Age = 30,
            AgeOffset = 20,
            ProgressWeight = hasProgress ? 0.8 : 0,
            LogRemaining = Math.Log(60),
            LogSpread = 0.3,
            HistoryWeight = hasHistory ? 0.9 : 0,
            HistoryAge = 30,
            HistoryMean = Math.Log(100),
            HistorySpread = 1,
            HistoryRemaining = 1 - EndProbability.NormalCdf(Math.Log(0.3)),
        };

        Assert.Equal(in10, probability.Within(10), 1e-5);
        Assert.Equal(in60, probability.Within(60), 1e-5);
        Assert.Equal(in90, probability.Within(90), 1e-5);
        Assert.Equal(secondsToPoll, _schedule.SecondsToPoll(probability), 1e-3);
        Assert.Equal(secondsToLikelyEnd, _schedule.SecondsToLikelyEnd(probability), 1e-2);
    }

    [Theory]
    [InlineData(-3, 0.001349898)]
    [InlineData(-2, 0.022750132)]
    [InlineData(-0.5, 0.308537539)]
    [InlineData(0, 0.5)]
    [InlineData(0.5, 0.691462461)]
    [InlineData(1, 0.841344746)]
    [InlineData(2.5, 0.993790335)]
    public void The_normal_distribution_is_accurate_to_seven_digits(double z, double expected) =>
        Assert.Equal(expected, EndProbability.NormalCdf(z), 1e-7);

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
    public void Statistics_describe_the_logarithms_of_the_durations()
    {
        RunDurations runs = new();
        runs.Add("1", TimeSpan.FromSeconds(1));
        runs.Add("2", TimeSpan.FromSeconds(2));
        runs.Add("3", TimeSpan.FromSeconds(4));
        Assert.Equal(Math.Log(2), runs.Statistics!.Value.Mean, precision: 9);
        Assert.Equal(Math.Log(2) * Math.Sqrt(4.0 / 3), runs.Statistics!.Value.Spread, precision: 9);

        for (int number = 4; number <= 600; number++)
        {
            runs.Add($"{number}", TimeSpan.FromSeconds(number <= 500 ? 2 : 2000));
        }

        Assert.Equal(Math.Log(2), runs.Statistics!.Value.Mean, precision: 9);
    }

    [Fact]
    public void Statistics_are_not_available_while_more_runs_are_watched_than_have_finished()
    {
        RunDurations runs = new();
        for (int number = 0; number < 3; number++)
        {
            runs.Add($"{number}", TimeSpan.FromSeconds(100));
            runs.BeginWatching();
        }

        Assert.NotNull(runs.Statistics);
        runs.BeginWatching();
        Assert.Null(runs.Statistics);
        runs.EndWatching();
        Assert.NotNull(runs.Statistics);
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
