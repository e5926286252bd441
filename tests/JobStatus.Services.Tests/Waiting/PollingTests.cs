using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

public sealed class PollingTests : WaitTest
{
    [Fact]
    public async Task The_interval_grows_up_to_the_maximum_for_a_job_without_progress()
    {
        Reader.AddJob("1", elapsed => Reader.CreateJob("1", elapsed.TotalHours < 4 ? "running" : "completed"));

        await RunAsync(Jobs("1"));

        double[] intervals = [.. Intervals(Reader)];
        Assert.Equal(TimeSpan.Zero, Reader.Polls[0].At);
        Assert.InRange(intervals[0], 1, 3);
        Assert.All(
            intervals.Skip(1).Zip(intervals),
            pair => Assert.True(pair.First > pair.Second * 0.9, "Apart from the jitter, the intervals increase."));
        Assert.InRange(intervals[^1], 28, 30.001);
        Assert.InRange(Reader.Polls.Count, 500, 800);
    }

    [Theory]
    [InlineData(5, 60)]
    [InlineData(0.5, 0.5)]
    [InlineData(10, 2)]
    public async Task Intervals_are_within_the_specified_minimum_and_maximum(double minimum, double maximum)
    {
        Reader.AddJob("1", 2000);

        await RunAsync(Jobs("1"), new WaitOptions
        {
            Time = Clock,
            MinimumInterval = TimeSpan.FromSeconds(minimum),
            MaximumInterval = TimeSpan.FromSeconds(maximum),
        });

        Assert.All(Intervals(Reader), interval => Assert.InRange(interval, minimum - 0.001, Math.Max(minimum, maximum) + 0.001));
    }

    [Fact]
    public async Task A_job_that_was_just_read_is_not_polled_immediately()
    {
        Reader.AddJob("1", 5);

        await RunAsync([new JobTarget("1", Reader.CreateJob("1", "running"), Reader)]);

        Assert.InRange(Reader.Polls[0].At.TotalSeconds, 1, 3);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(-3)]
    public async Task A_job_that_was_read_some_time_ago_is_polled_immediately(double secondsAgo)
    {
        Reader.AddJob("1", 5);

        await RunAsync([new JobTarget("1", ObservedAt(secondsAgo), Reader)]);

        Assert.Equal(TimeSpan.Zero, Reader.Polls[0].At);
    }

    [Fact]
    public async Task A_job_that_was_observed_in_the_future_does_not_delay_the_wait()
    {
        Reader.AddJob("1", 0);

        await RunAsync([new JobTarget("1", ObservedAt(86_400), Reader)]);

        Assert.InRange(Elapsed, 0, 3);
    }

    [Fact]
    public async Task Retry_After_applies_to_all_jobs_of_the_service()
    {
        ScriptedReader other = new ScriptedReader(Clock, "Alteryx").AddJob("3", 1000);
        Reader.AddJob(
            "1",
            elapsed => elapsed.TotalSeconds is >= 20 and < 30
                ? Reader.Error(JobServiceErrorKind.LimitReached, retryAfter: 200)
                : Reader.CreateJob("1", elapsed.TotalSeconds < 300 ? "running" : "completed"))
            .AddJob("2", 300);

        await RunAsync([.. Jobs("1", "2"), new JobTarget("3", reader: other)]);

        TimeSpan limitedAt = Reader.Polls.First(poll => poll.At.TotalSeconds >= 20).At;
        TimeSpan limitEnds = limitedAt + TimeSpan.FromSeconds(200);
        Assert.DoesNotContain(Reader.Polls, poll => poll.At > limitedAt && poll.At < limitEnds);
        Assert.Contains(Reader.Polls, poll => poll.At >= limitEnds);
        Assert.Contains(other.Polls, poll => poll.At > limitedAt && poll.At < limitEnds);
    }

    [Fact]
    public async Task Retry_After_also_delays_jobs_that_are_due_sooner()
    {
        Reader.AddJob(
            "limited",
            elapsed => elapsed.TotalSeconds < 50
                ? Reader.Error(JobServiceErrorKind.LimitReached, retryAfter: 100)
                : Reader.CreateJob("limited", "completed"))
            .AddJob("sooner", 0);

        await RunAsync([.. Jobs("limited"), new JobTarget("sooner", Reader.CreateJob("sooner", "running"), Reader)]);

        Assert.Equal([0, 100], Reader.Polls.Select(poll => poll.At.TotalSeconds));
        Assert.Equal(["limited", "sooner"], Reader.Polls[1].Ids.Order());
    }

    [Fact]
    public async Task An_extremely_long_Retry_After_is_limited()
    {
        Reader.AddJob(
            "1",
            elapsed => elapsed.TotalSeconds < 10
                ? Reader.Error(JobServiceErrorKind.LimitReached, retryAfter: 10_000_000)
                : Reader.CreateJob("1", "completed"));

        await RunAsync(Jobs("1"));

        Assert.Equal(TimeSpan.FromHours(1).TotalSeconds, Elapsed);
    }

    [Fact]
    public async Task Retry_After_does_not_extend_the_deadline()
    {
        Reader.AddJob("1", _ => Reader.Error(JobServiceErrorKind.LimitReached, retryAfter: 500));

        await RunAsync(Jobs("1"), TimeoutAfter(60));

        Assert.Equal(60, Elapsed);
        Assert.Single(Reader.Polls);
        Assert.Equal(JobServiceErrorKind.WaitTimeout, Assert.Single(Observer.Abandoned).Error.Kind);
    }

    [Fact]
    public async Task Three_consecutive_failures_cause_one_warning()
    {
        Reader.AddJob(
            "1",
            elapsed => elapsed.TotalSeconds < 60
                ? Reader.Error(JobServiceErrorKind.ServiceUnavailable)
                : Reader.CreateJob("1", "completed"));

        await RunAsync(Jobs("1"));

        (double at, string message) = Assert.Single(Observer.Warnings);
        Assert.Equal(Reader.Polls[2].At.TotalSeconds, at, precision: 3);
        Assert.Contains("Xplenty", message, StringComparison.Ordinal);
        Assert.Contains("Scripted ServiceUnavailable error.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_consecutive_failures_cause_no_warning()
    {
        Reader.AddJob(
            "1",
            elapsed => Reader.Polls.Count % 3 != 0
                ? Reader.Error(JobServiceErrorKind.ServiceUnavailable)
                : Reader.CreateJob("1", elapsed.TotalSeconds < 100 ? "running" : "completed"));

        await RunAsync(Jobs("1"));

        Assert.Empty(Observer.Warnings);
    }

    [Fact]
    public async Task There_is_no_warning_if_some_jobs_can_be_read()
    {
        Reader
            .AddJob("1", 60)
            .AddJob(
                "2",
                elapsed => elapsed.TotalSeconds < 60
                    ? Reader.Error(JobServiceErrorKind.ServiceUnavailable)
                    : Reader.CreateJob("2", "completed"));

        await RunAsync(Jobs("1", "2"));

        Assert.Empty(Observer.Warnings);
    }

    [Fact]
    public async Task New_failures_after_a_success_cause_another_warning()
    {
        Reader.AddJob(
            "1",
            elapsed => elapsed.TotalSeconds is < 20 or (> 60 and < 300)
                ? Reader.Error(JobServiceErrorKind.ServiceUnavailable)
                : Reader.CreateJob("1", elapsed.TotalSeconds < 300 ? "running" : "completed"));

        await RunAsync(Jobs("1"));

        Assert.Equal(2, Observer.Warnings.Count);
    }

    private static IEnumerable<double> Intervals(ScriptedReader reader) =>
        reader.Polls.Skip(1).Zip(reader.Polls, (later, earlier) => (later.At - earlier.At).TotalSeconds);

    private XplentyJob ObservedAt(double seconds) => new() { Id = "1", Status = "running", ObservedInstant = Start.AddSeconds(seconds) };
}
