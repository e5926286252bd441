using System;
using System.Globalization;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>Tests predictions with values that were calculated independently of the code.</summary>
public sealed class JobForecastTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Each row contains the progress at times in seconds, and the expected remaining seconds and spread.</summary>
    public static TheoryData<string, double, double> Predictions => new()
    {
        { "100=0.1", 900, 0.5 },
        { "100=0.1 200=0.2", 800, 0.15 },
        { "100=0.1 150=0.1 200=0.2", 800, 0.15 },
        { "100=0.1 150=0.05 200=0.2", 800, 0.15 },
        { "100=0.1 200=0.4", 116.227766, 1.500342 },
        { "100=0.1 200=0.3 300=0.35", 453.271332, 1.196969 },
        { "100=0.1 200=0.2 300=0.3 400=0.5", 326.69658, 0.439028 },
        { "100=0.1 200=0.2 300=0.3 400=0.5 500=0.6", 265.599377, 0.242572 },

        // The power is limited in both directions.
        { "100=0.01 150=0.5", 28.381067, 4.244653 },
        { "100=0.5 1000=0.51", 27_983.385915, 7.802759 },

        // The progress is linear if the age of a point is unusable.
        { "0=0.1 10=0.2", 40, 0.5 },
        { "10=0.1 10=0.2", 40, 0.717651 },
        { "200=0.2 400=0.4 700=0.7 970=0.97", 30, 0.05 },
    };

    [Theory]
    [MemberData(nameof(Predictions))]
    public void The_remaining_time_is_predicted_from_the_progress(string progress, double remaining, double spread)
    {
        (JobForecast forecast, double at) = Observe(progress);

        EndProbability probability = At(forecast, at);

        Assert.True(forecast.IsPredicted);
        Assert.Equal((0.93, 50.0, at), (probability.ProgressWeight, probability.AgeOffset, probability.Age));
        Assert.Equal(remaining, Math.Exp(probability.LogRemaining), remaining * 1e-6);
        Assert.Equal(spread, probability.LogSpread, 1e-6);
        Assert.Equal(Math.Log(remaining - 0.1), At(forecast, at + 0.1).LogRemaining, 1e-6);
    }

    [Theory]
    [InlineData("100=0.1", 999.6, 0.93, 999.6, 50)]
    [InlineData("100=0.1", 999.75, 0, 0, 149.9625)]
    [InlineData("100=0.1", 1000, 0, 0, 150)]
    [InlineData("100=0.1", 1100, 0, 100, 165)]
    [InlineData("1=0.1", 15, 0, 5, 3)]
    [InlineData("300=1", 300, 0, 0, 45)]
    [InlineData("300=1", 320, 0, 20, 48)]
    [InlineData("100=0.1 300=1", 320, 0, 20, 48)]
    [InlineData("5=1", 6, 0, 1, 3)]
    public void An_overdue_run_is_expected_to_finish_soon(string progress, double at, double weight, double age, double offset)
    {
        (JobForecast forecast, _) = Observe(progress);
        RunDurations.DurationStatistics earlierRuns = new(Math.Log(100), 0.2);

        EndProbability probability = forecast.EndProbabilityAt(Start.AddSeconds(at), earlierRuns);

        Assert.Equal(weight, probability.ProgressWeight);
        Assert.Equal(age, probability.Age, 1e-6);
        Assert.Equal(offset, probability.AgeOffset, 1e-6);
        Assert.Equal(weight > 0 ? Math.Log(100) : 0, probability.HistoryMean);
    }

    [Fact]
    public void The_end_of_a_run_without_usable_progress_is_not_predicted()
    {
        Assert.False(Observe("100=0").Forecast.IsPredicted);
        Assert.False(Observe("100=0.5 200=1").Forecast.IsPredicted);
        Assert.Equal((0.0, 100.0, 50.0), Fields(At(Observe("100=0").Forecast, 100)));

        JobForecast forecast = new(Start);
        forecast.Observe(new XplentyJob { Status = "queued", Progress = 0.5, ObservedInstant = Start }, Start.AddSeconds(10));
        Assert.False(forecast.IsPredicted);
        forecast.Observe(new XplentyJob { Status = "running", PercentComplete = 101 }, Start.AddSeconds(20));
        Assert.False(forecast.IsPredicted);

        static (double, double, double) Fields(EndProbability it) => (it.ProgressWeight, it.Age, it.AgeOffset);
    }

    [Theory]
    [InlineData(0, 1, 0.98)]
    [InlineData(50, 0.999735609, 0.985770825)]
    [InlineData(100, 0.5, 0.976977222)]
    [InlineData(120, 0.180987612, 0.942371445)]
    [InlineData(290, 0, 0)]
    [InlineData(1000, 0, 0)]
    public void Earlier_runs_count_less_when_a_run_takes_longer_than_they_did(double age, double remaining, double weight)
    {
        (JobForecast forecast, _) = Observe("0=0");

        EndProbability probability = forecast.EndProbabilityAt(Start.AddSeconds(age), new(Math.Log(100), 0.2));

        Assert.Equal((age, Math.Log(100), 0.2), (probability.HistoryAge, probability.HistoryMean, probability.HistorySpread));
        Assert.Equal(remaining, probability.HistoryRemaining, 1e-6);
        Assert.Equal(weight, probability.HistoryWeight, weight > 0 ? 1e-5 : 0);
    }

    [Theory]
    [InlineData(50.0, 70.0, 90.0, 50)]
    [InlineData(0.0, 70.0, 90.0, 70)]
    [InlineData(null, 70.0, 90.0, 70)]
    [InlineData(null, null, 90.0, 90)]
    [InlineData(null, null, null, 0)]
    [InlineData(null, -70.0, 90.0, 0)]
    public void The_age_is_the_duration_or_the_time_since_the_start_or_the_submission(
        double? duration, double? started, double? submitted, double age)
    {
        JobForecast forecast = new(Start.AddSeconds(-1000));
        forecast.Observe(
            new XplentyJob
            {
                Status = "running",
                Duration = duration is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                StartedInstant = Start - (started is { } running ? TimeSpan.FromSeconds(running) : null),
                SubmittedInstant = Start - (submitted is { } waiting ? TimeSpan.FromSeconds(waiting) : null),
                ObservedInstant = Start,
            },
            Start.AddSeconds(5));

        Assert.Equal(age, forecast.AgeAt(Start.AddSeconds(5)), 1e-6);
        Assert.Equal(age + 60, forecast.AgeAt(Start.AddSeconds(65)), 1e-6);
    }

    [Theory]
    [InlineData(18_010, -18_000, null, 10)]
    [InlineData(-17_990, 18_000, null, 0)]
    [InlineData(10, -18_000, null, 0)]
    [InlineData(10, 18_000, null, 10)]
    [InlineData(10, -1.9, null, 10)]
    [InlineData(10, -2, null, 8)]
    [InlineData(18_010, -18_000, 0L, 10)]
    [InlineData(18_010, -18_000, 50L, 50)]
    public void The_age_is_measured_with_the_clock_of_the_service(double started, double difference, long? reported, double age)
    {
        JobForecast forecast = new(Start.AddSeconds(-1000));
        forecast.Observe(
            new XplentyJob
            {
                Status = "running",
                StartedInstant = Start.AddSeconds(-started),
                RuntimeInSeconds = reported,
                ObservedInstant = Start,
            },
            Start,
            TimeSpan.FromSeconds(difference));

        Assert.Equal(age, forecast.AgeAt(Start), 1e-6);
    }

    [Fact]
    public void The_age_of_a_run_that_was_never_read_begins_with_the_wait() =>
        Assert.Equal(7, new JobForecast(Start).AgeAt(Start.AddSeconds(7)));

    [Fact]
    public void The_forecast_begins_again_when_a_queued_run_starts_but_not_at_later_reads()
    {
        JobForecast forecast = new(Start);
        forecast.Observe(Job("queued", 0, submitted: -100), Start);
        Assert.Equal(130, forecast.AgeAt(Start.AddSeconds(30)));

        forecast.Observe(Job("running", 50, submitted: -100, started: 45, progress: 0.5), Start.AddSeconds(50));
        Assert.Equal((5.0, true), (forecast.AgeAt(Start.AddSeconds(50)), forecast.IsPredicted));
        Assert.Equal(Math.Log(5), At(forecast, 50).LogRemaining, 1e-6);

        forecast.Observe(Job("running", 60, submitted: -100, started: 59), Start.AddSeconds(60));
        Assert.Equal((15.0, true), (forecast.AgeAt(Start.AddSeconds(60)), forecast.IsPredicted));

        forecast.Observe(Job("queued", 70, submitted: -100), Start.AddSeconds(70));
        forecast.Observe(Job("running", 80, submitted: -100, started: 78), Start.AddSeconds(80));
        Assert.Equal((2.0, false), (forecast.AgeAt(Start.AddSeconds(80)), forecast.IsPredicted));
    }

    [Theory]
    [InlineData("100=0.1", 100, 1000)]
    [InlineData("100=0.1", 500, 1000)]
    [InlineData("100=0.1", 1100, 1000)]
    [InlineData("100=0.1 200=0.4", 210, 316.227766)]
    [InlineData("300=1", 350, 300)]
    [InlineData("10=0.05", 20, 200)]
    [InlineData("10=0.0499", 20, 100)]
    [InlineData("1=0.001 2=0.02", 50, 100.006628)]
    [InlineData("1=0.001 2=0.02 4=0.1", 50, 8)]
    [InlineData("1=0.001 2=0.02", 120, 130.675122)]
    [InlineData("0=0", 0, 100)]
    [InlineData("0=0", 50, 100.006628)]
    [InlineData("0=0", 100, 114.441999)]
    [InlineData("0=0", 120, 130.675122)]
    [InlineData("0=0", 200, 100)]
    public void The_expected_end_follows_from_the_progress_or_else_from_the_earlier_runs(string progress, double at, double end)
    {
        (JobForecast forecast, _) = Observe(progress);

        DateTimeOffset? expected = forecast.ExpectedEndAt(Start.AddSeconds(at), new(Math.Log(100), 0.2));

        Assert.NotNull(expected);
        Assert.Equal(end, (expected.Value - Start).TotalSeconds, 1e-3);
    }

    [Fact]
    public void The_end_of_a_run_that_nothing_is_known_about_is_not_expected()
    {
        Assert.Null(new JobForecast(Start).ExpectedEndAt(Start, new(Math.Log(100), 0.2)));
        Assert.Null(Observe("0=0").Forecast.ExpectedEndAt(Start.AddSeconds(10), null));
        Assert.Null(Observe("4=0.0499").Forecast.ExpectedEndAt(Start.AddSeconds(10), null));
        Assert.Null(Observe("31536000=0.05").Forecast.ExpectedEndAt(Start.AddDays(365), null));

        JobForecast queued = new(Start);
        queued.Observe(Job("queued", 0, submitted: -100), Start);
        Assert.Null(queued.ExpectedEndAt(Start, new(Math.Log(100), 0.2)));
    }

    private static XplentyJob Job(string status, double at, double submitted, double? started = null, double? progress = null) => new()
    {
        Status = status,
        Progress = progress,
        SubmittedInstant = Start.AddSeconds(submitted),
        StartedInstant = started is { } seconds ? Start.AddSeconds(seconds) : null,
        ObservedInstant = Start.AddSeconds(at),
    };

    // The run starts at zero. The progress is written as seconds=share.
    private static (JobForecast Forecast, double At) Observe(string progress)
    {
        JobForecast forecast = new(Start);
        forecast.Observe(Job("running", 0, 0, started: 0), Start);
        double at = 0;
        foreach (string point in progress.Split(' '))
        {
            string[] parts = point.Split('=');
            at = double.Parse(parts[0], CultureInfo.InvariantCulture);
            double share = double.Parse(parts[1], CultureInfo.InvariantCulture);
            forecast.Observe(Job("running", at, 0, started: 0, share), Start.AddSeconds(at));
        }

        return (forecast, at);
    }

    private static EndProbability At(JobForecast forecast, double seconds) => forecast.EndProbabilityAt(Start.AddSeconds(seconds), null);
}
