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
    public async Task Looks_at_a_job_of_which_nothing_is_known_become_rarer_with_time_but_never_rarer_than_the_bound()
    {
        Reader.Job("1", elapsed => Reader.Seen("1", elapsed.TotalHours < 4 ? "running" : "completed"));

        await RunAsync(Jobs("1"));

        double[] intervals = [.. Intervals(Reader)];
        Assert.Equal(TimeSpan.Zero, Reader.Looks[0].At);
        Assert.InRange(intervals[0], 1, 3);
        Assert.All(intervals.Skip(1).Zip(intervals), pair => Assert.True(pair.First > pair.Second * 0.9, "The jitter apart, intervals grow."));
        Assert.InRange(intervals[^1], 28, 30.001);
        Assert.InRange(Reader.Looks.Count, 500, 800);
    }

    [Theory]
    [InlineData(5, 60)]
    [InlineData(0.5, 0.5)]
    [InlineData(10, 2)]
    public async Task The_bounds_of_the_interval_are_obeyed(double shortest, double longest)
    {
        Reader.Job("1", 2000);

        await RunAsync(Jobs("1"), new WaitOptions
        {
            Time = Clock,
            MinimumInterval = TimeSpan.FromSeconds(shortest),
            MaximumInterval = TimeSpan.FromSeconds(longest),
        });

        Assert.All(Intervals(Reader), interval => Assert.InRange(interval, shortest - 0.001, Math.Max(shortest, longest) + 0.001));
    }

    [Fact]
    public async Task What_was_read_a_moment_ago_is_not_read_again_at_once()
    {
        Reader.Job("1", 5);

        await RunAsync([new WaitTarget(Reader, new JobTarget("1", Reader.Seen("1", "running")))]);

        Assert.InRange(Reader.Looks[0].At.TotalSeconds, 1, 3);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(-3)]
    public async Task What_was_read_a_while_ago_is_read_at_once(double secondsAgo)
    {
        Reader.Job("1", 5);

        await RunAsync([new WaitTarget(Reader, new JobTarget("1", SeenAt(secondsAgo)))]);

        Assert.Equal(TimeSpan.Zero, Reader.Looks[0].At);
    }

    [Fact]
    public async Task A_sight_that_claims_to_come_from_the_future_does_not_hold_up_the_wait()
    {
        Reader.Job("1", 0);

        await RunAsync([new WaitTarget(Reader, new JobTarget("1", SeenAt(86_400)))]);

        Assert.InRange(Elapsed, 0, 3);
    }

    [Fact]
    public async Task The_patience_that_a_service_asks_for_is_had_for_all_of_its_jobs()
    {
        ScriptedReader other = new ScriptedReader(Clock, "Alteryx").Job("3", 1000);
        Reader.Job("1", elapsed => elapsed.TotalSeconds is >= 20 and < 30 ? Reader.Error(JobServiceErrorKind.LimitReached, retryAfter: 200) : Reader.Seen("1", elapsed.TotalSeconds < 300 ? "running" : "completed"))
            .Job("2", 300);

        await RunAsync([.. Jobs("1", "2"), new WaitTarget(other, new JobTarget("3"))]);

        double asked = Reader.Looks.First(look => look.At.TotalSeconds >= 20).At.TotalSeconds;
        Assert.DoesNotContain(Reader.Looks, look => look.At.TotalSeconds > asked && look.At.TotalSeconds < asked + 200);
        Assert.Contains(Reader.Looks, look => look.At.TotalSeconds >= asked + 200);
        Assert.Contains(other.Looks, look => look.At.TotalSeconds > asked && look.At.TotalSeconds < asked + 200);
    }

    [Fact]
    public async Task The_patience_counts_for_jobs_that_would_be_due_sooner()
    {
        Reader.Job("asked", elapsed => elapsed.TotalSeconds < 50 ? Reader.Error(JobServiceErrorKind.LimitReached, retryAfter: 100) : Reader.Seen("asked", "completed"))
            .Job("sooner", 0);

        await RunAsync([.. Jobs("asked"), new WaitTarget(Reader, new JobTarget("sooner", Reader.Seen("sooner", "running")))]);

        Assert.Equal([0, 100], Reader.Looks.Select(look => look.At.TotalSeconds));
        Assert.Equal(["asked", "sooner"], Reader.Looks[1].Ids.Order());
    }

    [Fact]
    public async Task Patience_beyond_all_reason_is_cut_short()
    {
        Reader.Job("1", elapsed => elapsed.TotalSeconds < 10 ? Reader.Error(JobServiceErrorKind.LimitReached, retryAfter: 10_000_000) : Reader.Seen("1", "completed"));

        await RunAsync(Jobs("1"));

        Assert.Equal(TimeSpan.FromHours(1).TotalSeconds, Elapsed);
    }

    [Fact]
    public async Task Patience_beyond_the_deadline_does_not_move_the_deadline()
    {
        Reader.Job("1", _ => Reader.Error(JobServiceErrorKind.LimitReached, retryAfter: 500));

        await RunAsync(Jobs("1"), Until(60));

        Assert.Equal(60, Elapsed);
        Assert.Single(Reader.Looks);
        Assert.Equal(JobServiceErrorKind.WaitTimeout, Assert.Single(Observer.GivenUp).Error.Kind);
    }

    [Fact]
    public async Task Three_rounds_in_a_row_without_an_answer_are_worth_one_warning()
    {
        Reader.Job("1", elapsed => elapsed.TotalSeconds < 60 ? Reader.Error(JobServiceErrorKind.ServiceUnavailable) : Reader.Seen("1", "completed"));

        await RunAsync(Jobs("1"));

        (double at, string message) = Assert.Single(Observer.Warnings);
        Assert.Equal(Reader.Looks[2].At.TotalSeconds, at, precision: 3);
        Assert.Contains("Xplenty", message, StringComparison.Ordinal);
        Assert.Contains("The ServiceUnavailable of the script.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_rounds_without_an_answer_are_worth_none()
    {
        Reader.Job("1", elapsed => Reader.Looks.Count % 3 != 0 ? Reader.Error(JobServiceErrorKind.ServiceUnavailable) : Reader.Seen("1", elapsed.TotalSeconds < 100 ? "running" : "completed"));

        await RunAsync(Jobs("1"));

        Assert.Empty(Observer.Warnings);
    }

    [Fact]
    public async Task A_reader_that_answers_for_some_jobs_is_not_worth_a_warning()
    {
        Reader.Job("1", 60).Job("2", elapsed => elapsed.TotalSeconds < 60 ? Reader.Error(JobServiceErrorKind.ServiceUnavailable) : Reader.Seen("2", "completed"));

        await RunAsync(Jobs("1", "2"));

        Assert.Empty(Observer.Warnings);
    }

    [Fact]
    public async Task After_an_answer_a_new_silence_is_worth_a_new_warning()
    {
        Reader.Job("1", elapsed => elapsed.TotalSeconds is < 20 or (> 60 and < 300) ? Reader.Error(JobServiceErrorKind.ServiceUnavailable) : Reader.Seen("1", elapsed.TotalSeconds < 300 ? "running" : "completed"));

        await RunAsync(Jobs("1"));

        Assert.Equal(2, Observer.Warnings.Count);
    }

    private static IEnumerable<double> Intervals(ScriptedReader reader) =>
        reader.Looks.Skip(1).Zip(reader.Looks, (later, earlier) => (later.At - earlier.At).TotalSeconds);

    private XplentyJob SeenAt(double seconds) => new() { Id = "1", Status = "running", ObservedAt = Start.AddSeconds(seconds) };
}
