using System;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

public sealed class DeadlineTests : WaitTest
{
    [Fact]
    public async Task What_is_unfinished_at_the_deadline_is_given_up_with_its_last_sight()
    {
        Reader.Job("quick", 5).Job("slow", 1000);

        await RunAsync(Jobs("quick", "slow"), Until(60));

        Assert.Equal(["quick"], Observer.FinishedIds);
        (double at, JobTarget target, JobServiceException error) = Assert.Single(Observer.GivenUp);
        Assert.Equal(60, at);
        Assert.Equal("slow", target.Id);
        Assert.Equal("running", target.LastSeen?.Status);
        Assert.Equal(JobServiceErrorKind.WaitTimeout, error.Kind);
        Assert.Equal("Xplenty", error.Service);
        Assert.All(["slow", "running", "60 s"], part => Assert.Contains(part, error.Problem, StringComparison.OrdinalIgnoreCase));
        Assert.NotEmpty(error.RecommendedAction);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task One_deadline_holds_for_all_readers()
    {
        ScriptedReader other = new ScriptedReader(Clock, "Alteryx").Job("3", 1000);
        Reader.Job("1", 1000).Job("2", 1000);

        await RunAsync([.. Jobs("1", "2"), new WaitTarget(other, new JobTarget("3"))], Until(42.5));

        Assert.Equal(["1", "2", "3"], Observer.GivenUp.Select(given => given.Target.Id));
        Assert.All(Observer.GivenUp, given => Assert.Equal(42.5, given.At));
        Assert.Equal("Alteryx", Observer.GivenUp[2].Error.Service);
    }

    [Fact]
    public async Task The_deadline_counts_from_the_start_whatever_finishes_meanwhile()
    {
        Reader.Job("1", 50).Job("2", 1000);

        await RunAsync(Jobs("1", "2"), Until(60));

        Assert.Equal(60, Elapsed);
    }

    [Fact]
    public async Task A_job_that_was_never_heard_of_is_given_up_with_its_last_fault()
    {
        Reader.Job("1", _ => Reader.Error(JobServiceErrorKind.ServiceUnavailable));

        await RunAsync(Jobs("1"), Until(60));

        (_, JobTarget target, JobServiceException error) = Assert.Single(Observer.GivenUp);
        Assert.Null(target.LastSeen);
        Assert.Equal(JobServiceErrorKind.WaitTimeout, error.Kind);
        Assert.Contains("The ServiceUnavailable of the script.", error.Problem, StringComparison.Ordinal);
        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, Assert.IsType<JobServiceException>(error.InnerException).Kind);
    }

    [Fact]
    public async Task A_fault_that_has_passed_is_not_told_at_the_deadline()
    {
        Reader.Job("1", elapsed => elapsed.TotalSeconds < 10 ? Reader.Error(JobServiceErrorKind.ServiceUnavailable) : Reader.Seen("1", "running"));

        await RunAsync(Jobs("1"), Until(60));

        Assert.Null(Assert.Single(Observer.GivenUp).Error.InnerException);
    }

    [Fact]
    public async Task A_timeout_of_zero_looks_exactly_once_at_each()
    {
        ScriptedReader other = new ScriptedReader(Clock, "Alteryx").Job("3", 1000);
        Reader.Job("ready", 0).Job("slow", 1000).Job("faulty", _ => Reader.Error(JobServiceErrorKind.LimitReached, retryAfter: 10)).Job("gone", _ => Reader.Error(JobServiceErrorKind.JobNotFound));

        await RunAsync([.. Jobs("ready", "slow", "faulty", "gone"), new WaitTarget(other, new JobTarget("3"))], Options(TimeSpan.Zero));

        Assert.Equal(["ready"], Observer.FinishedIds);
        Assert.Equal(
            [("gone", JobServiceErrorKind.JobNotFound), ("slow", JobServiceErrorKind.WaitTimeout), ("faulty", JobServiceErrorKind.WaitTimeout), ("3", JobServiceErrorKind.WaitTimeout)],
            Observer.GivenUp.Select(given => (given.Target.Id, given.Error.Kind)));
        Assert.Equal(["ready", "slow", "faulty", "gone"], Assert.Single(Reader.Looks).Ids);
        Assert.Single(other.Looks);
        Assert.Equal(0, Elapsed);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task A_timeout_of_zero_looks_even_at_what_was_seen_a_moment_ago()
    {
        Reader.Job("1", 0);

        await RunAsync([new WaitTarget(Reader, new JobTarget("1", Reader.Seen("1", "running")))], Options(TimeSpan.Zero));

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.Single(Reader.Looks);
    }

    [Fact]
    public async Task A_timeout_of_zero_of_a_wait_for_any_reports_one()
    {
        Reader.Job("1", 0).Job("2", 0).Job("3", 1000);

        await RunAsync(Jobs("1", "2", "3"), Options(TimeSpan.Zero, any: true));

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.Empty(Observer.GivenUp);
    }

    [Fact]
    public async Task A_wait_for_any_that_nothing_ends_gives_all_up_at_the_deadline()
    {
        Reader.Job("1", 1000).Job("2", 1000);

        await RunAsync(Jobs("1", "2"), Options(TimeSpan.FromSeconds(10), any: true));

        Assert.Equal(["1", "2"], Observer.GivenUp.Select(given => given.Target.Id));
    }

    [Fact]
    public async Task A_look_just_before_the_last_one_is_not_followed_by_others_at_once()
    {
        Reader.Job("1", 1000);

        await RunAsync(Jobs("1"), new WaitOptions { Time = Clock, Timeout = TimeSpan.FromSeconds(103), MinimumInterval = TimeSpan.FromSeconds(100), MaximumInterval = TimeSpan.FromSeconds(200) });

        Assert.InRange(Reader.Looks.Count, 2, 3);
        Assert.InRange(Reader.Looks[^1].At.TotalSeconds, 95, 102);
    }

    [Fact]
    public async Task The_longest_timeout_works()
    {
        TimeSpan longest = TimeSpan.FromSeconds(int.MaxValue);
        double days40 = TimeSpan.FromDays(40).TotalSeconds;
        Reader.Job("1", days40).Job("never", double.MaxValue);

        await RunAsync(Jobs("1", "never"), new WaitOptions { Time = Clock, Timeout = longest, MinimumInterval = TimeSpan.FromDays(2), MaximumInterval = TimeSpan.FromDays(400) });

        Assert.InRange(Observer.Finished[0].At, days40, days40 * 1.2);
        (double at, JobTarget target, _) = Assert.Single(Observer.GivenUp);
        Assert.Equal("never", target.Id);
        Assert.Equal(int.MaxValue, at);
    }

    [Fact]
    public async Task A_timeout_beyond_the_calendar_works()
    {
        Reader.Job("1", 5);

        await RunAsync(Jobs("1"), Options(TimeSpan.MaxValue));

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task Without_a_timeout_a_wait_takes_as_long_as_the_job()
    {
        double days3 = TimeSpan.FromDays(3).TotalSeconds;
        Reader.Job("1", days3);

        await RunAsync(Jobs("1"), Options());

        Assert.InRange(Assert.Single(Observer.Finished).At, days3, days3 + 30);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(10)]
    [InlineData(1)]
    [InlineData(0.2)]
    [InlineData(3600)]
    public async Task The_last_look_comes_shortly_before_the_deadline(double seconds)
    {
        Reader.Job("1", 100_000);

        await RunAsync(Jobs("1"), Until(seconds));

        double left = seconds - Reader.Looks[^1].At.TotalSeconds;
        Assert.True(left > 0, "There is time for an answer.");
        Assert.True(left <= Math.Min(1, seconds / 10) + 1e-6, $"There were {left} s left.");
    }

    [Fact]
    public async Task A_job_that_ends_just_before_the_deadline_is_noticed()
    {
        Reader.Job("1", 598.5);

        await RunAsync(Jobs("1"), Until(600));

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.Empty(Observer.GivenUp);
    }

    [Fact]
    public async Task A_reader_that_is_asked_at_the_deadline_is_cut_off()
    {
        Reader.Job("1", 5);
        Reader.Before = call => Task.Delay(System.Threading.Timeout.Infinite, call.CancellationToken);

        await RunAsync(Jobs("1"), Until(10));

        Assert.Equal(JobServiceErrorKind.WaitTimeout, Assert.Single(Observer.GivenUp).Error.Kind);
        Assert.Equal(10, Elapsed);
    }

    [Fact]
    public async Task Text_of_a_service_in_a_timeout_is_harmless()
    {
        Reader.Job("1", _ => Reader.Seen("1", Model.HarmfulText.All));

        await RunAsync(Jobs("1"), Until(5));

        Assert.DoesNotContain(Assert.Single(Observer.GivenUp).Error.Message, Model.HarmfulText.Harms);
    }
}
