using System;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

public sealed class DeadlineTests : WaitTest
{
    [Fact]
    public async Task An_unfinished_job_is_abandoned_at_the_deadline_with_its_last_known_status()
    {
        Reader.AddJob("quick", 5).AddJob("slow", 1000);

        await RunAsync(Jobs("quick", "slow"), TimeoutAfter(60));

        Assert.Equal(["quick"], Observer.FinishedIds);
        (double at, JobTarget target, JobServiceException error) = Assert.Single(Observer.Abandoned);
        Assert.Equal(60, at);
        Assert.Equal("slow", target.Id);
        Assert.Equal("running", target.LastSeen?.Status);
        Assert.Equal(JobServiceErrorKind.WaitTimeout, error.Kind);
        Assert.Equal("Xplenty", error.Service);
        Assert.All(["slow", "running", "60 s"], part => Assert.Contains(part, error.Problem, StringComparison.OrdinalIgnoreCase));
        Assert.NotEmpty(error.WithRecommendedAction().RecommendedAction);
        Assert.Empty(Clock.Timers);
    }

    [Theory]
    [InlineData("odd", "The meaning of the job's status 'odd' is not known.")]
    [InlineData(null, "Xplenty reported no status of the job.")]
    public async Task A_timeout_error_does_not_say_that_a_job_in_an_unknown_state_continues(string? status, string text)
    {
        Reader.AddJob("1", _ => Reader.CreateJob("1", status!));

        await RunAsync(Jobs("1"), TimeoutAfter(60));

        JobServiceException error = Assert.Single(Observer.Abandoned).Error.WithRecommendedAction();
        Assert.Contains(text, error.Problem, StringComparison.Ordinal);
        Assert.Contains("It is not known whether the job has finished.", error.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("continues to run", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_readers_share_one_deadline()
    {
        ScriptedReader other = new ScriptedReader(Clock, "Alteryx").AddJob("3", 1000);
        Reader.AddJob("1", 1000).AddJob("2", 1000);

        await RunAsync([.. Jobs("1", "2"), new JobTarget("3", reader: other)], TimeoutAfter(42.5));

        Assert.Equal(["1", "2", "3"], Observer.Abandoned.Select(abandoned => abandoned.Target.Id));
        Assert.All(Observer.Abandoned, abandoned => Assert.Equal(42.5, abandoned.At));
        Assert.Equal("Alteryx", Observer.Abandoned[2].Error.Service);
    }

    [Fact]
    public async Task A_finished_job_does_not_extend_the_deadline()
    {
        Reader.AddJob("1", 50).AddJob("2", 1000);

        await RunAsync(Jobs("1", "2"), TimeoutAfter(60));

        Assert.Equal(60, Elapsed);
    }

    [Fact]
    public async Task A_job_without_a_known_status_is_abandoned_with_the_last_error()
    {
        Reader.AddJob("1", _ => Reader.Error(JobServiceErrorKind.ServiceUnavailable));

        await RunAsync(Jobs("1"), TimeoutAfter(60));

        (_, JobTarget target, JobServiceException error) = Assert.Single(Observer.Abandoned);
        Assert.Null(target.LastSeen);
        Assert.Equal(JobServiceErrorKind.WaitTimeout, error.Kind);
        Assert.Contains("Scripted ServiceUnavailable error.", error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("longer -Timeout", error.WithRecommendedAction().RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, Assert.IsType<JobServiceException>(error.InnerException).Kind);
    }

    [Fact]
    public async Task A_transient_error_that_was_resolved_is_not_reported_at_the_deadline()
    {
        Reader.AddJob(
            "1",
            elapsed => elapsed.TotalSeconds < 10
                ? Reader.Error(JobServiceErrorKind.ServiceUnavailable)
                : Reader.CreateJob("1", "running"));

        await RunAsync(Jobs("1"), TimeoutAfter(60));

        Assert.Null(Assert.Single(Observer.Abandoned).Error.InnerException);
    }

    [Fact]
    public async Task A_timeout_of_zero_polls_each_job_exactly_once()
    {
        ScriptedReader other = new ScriptedReader(Clock, "Alteryx").AddJob("3", 1000);
        Reader
            .AddJob("ready", 0)
            .AddJob("slow", 1000)
            .AddJob("faulty", _ => Reader.Error(JobServiceErrorKind.LimitReached, retryAfter: 10))
            .AddJob("gone", _ => Reader.Error(JobServiceErrorKind.JobNotFound));

        await RunAsync([.. Jobs("ready", "slow", "faulty", "gone"), new JobTarget("3", reader: other)], Options(TimeSpan.Zero));

        Assert.Equal(["ready"], Observer.FinishedIds);
        Assert.Equal(
            [
                ("gone", JobServiceErrorKind.JobNotFound),
                ("slow", JobServiceErrorKind.WaitTimeout),
                ("faulty", JobServiceErrorKind.WaitTimeout),
                ("3", JobServiceErrorKind.WaitTimeout),
            ],
            Observer.Abandoned.Select(abandoned => (abandoned.Target.Id, abandoned.Error.Kind)));
        Assert.Equal(["ready", "slow", "faulty", "gone"], Assert.Single(Reader.Polls).Ids);
        Assert.Single(other.Polls);
        Assert.Equal(0, Elapsed);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task A_timeout_of_zero_polls_even_a_job_that_was_just_read()
    {
        Reader.AddJob("1", 0);

        await RunAsync([new JobTarget("1", Reader.CreateJob("1", "running"), Reader)], Options(TimeSpan.Zero));

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.Single(Reader.Polls);
    }

    [Fact]
    public async Task A_wait_for_any_with_a_timeout_of_zero_reports_one_job()
    {
        Reader.AddJob("1", 0).AddJob("2", 0).AddJob("3", 1000);

        await RunAsync(Jobs("1", "2", "3"), Options(TimeSpan.Zero, any: true));

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.Empty(Observer.Abandoned);
    }

    [Fact]
    public async Task A_wait_for_any_abandons_all_jobs_at_the_deadline_if_none_has_finished()
    {
        Reader.AddJob("1", 1000).AddJob("2", 1000);

        await RunAsync(Jobs("1", "2"), Options(TimeSpan.FromSeconds(10), any: true));

        Assert.Equal(["1", "2"], Observer.Abandoned.Select(abandoned => abandoned.Target.Id));
    }

    [Fact]
    public async Task A_poll_shortly_before_the_last_poll_is_not_followed_by_more_polls()
    {
        Reader.AddJob("1", 1000);

        await RunAsync(
            Jobs("1"),
            new WaitOptions
            {
                Time = Clock,
                Timeout = TimeSpan.FromSeconds(103),
                MinimumInterval = TimeSpan.FromSeconds(100),
                MaximumInterval = TimeSpan.FromSeconds(200),
            });

        Assert.InRange(Reader.Polls.Count, 2, 3);
        Assert.InRange(Reader.Polls[^1].At.TotalSeconds, 95, 102);
    }

    [Fact]
    public async Task A_timeout_of_the_maximum_Int32_value_in_seconds_works()
    {
        TimeSpan timeout = TimeSpan.FromSeconds(int.MaxValue);
        double days40 = TimeSpan.FromDays(40).TotalSeconds;
        Reader.AddJob("1", days40).AddJob("never", double.MaxValue);

        await RunAsync(
            Jobs("1", "never"),
            new WaitOptions
            {
                Time = Clock,
                Timeout = timeout,
                MinimumInterval = TimeSpan.FromDays(2),
                MaximumInterval = TimeSpan.FromDays(400),
            });

        Assert.InRange(Observer.Finished[0].At, days40, days40 * 1.2);
        (double at, JobTarget target, _) = Assert.Single(Observer.Abandoned);
        Assert.Equal("never", target.Id);
        Assert.Equal(int.MaxValue, at);
    }

    [Fact]
    public async Task A_timeout_beyond_the_range_of_DateTimeOffset_works()
    {
        Reader.AddJob("1", 5);

        await RunAsync(Jobs("1"), Options(TimeSpan.MaxValue));

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task Without_a_timeout_a_wait_lasts_until_the_job_finishes()
    {
        double days3 = TimeSpan.FromDays(3).TotalSeconds;
        Reader.AddJob("1", days3);

        await RunAsync(Jobs("1"), Options());

        Assert.InRange(Assert.Single(Observer.Finished).At, days3, days3 + 30);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(10)]
    [InlineData(1)]
    [InlineData(0.2)]
    [InlineData(3600)]
    public async Task The_last_poll_is_shortly_before_the_deadline(double seconds)
    {
        Reader.AddJob("1", 100_000);

        await RunAsync(Jobs("1"), TimeoutAfter(seconds));

        double left = seconds - Reader.Polls[^1].At.TotalSeconds;
        Assert.True(left > 0, "The last poll must leave time for a response.");
        Assert.True(left <= Math.Min(1, seconds / 10) + 1e-6, $"The last poll was {left} s before the deadline.");
    }

    [Fact]
    public async Task A_job_that_finishes_shortly_before_the_deadline_is_reported()
    {
        Reader.AddJob("1", 598.5);

        await RunAsync(Jobs("1"), TimeoutAfter(600));

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.Empty(Observer.Abandoned);
    }

    [Fact]
    public async Task A_poll_in_progress_is_canceled_at_the_deadline()
    {
        Reader.AddJob("1", 5);
        Reader.BeforeResponse = call => Task.Delay(System.Threading.Timeout.Infinite, call.CancellationToken);

        await RunAsync(Jobs("1"), TimeoutAfter(10));

        Assert.Equal(JobServiceErrorKind.WaitTimeout, Assert.Single(Observer.Abandoned).Error.Kind);
        Assert.Equal(10, Elapsed);
    }

    [Fact]
    public async Task Control_characters_in_a_status_are_removed_from_a_timeout_error()
    {
        Reader.AddJob("1", _ => Reader.CreateJob("1", Model.UnsafeText.All));

        await RunAsync(Jobs("1"), TimeoutAfter(5));

        Assert.DoesNotContain(Assert.Single(Observer.Abandoned).Error.Message, Model.UnsafeText.IsUnsafe);
    }
}
