using System;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

public sealed class JobWaiterTests : WaitTest
{
    [Fact]
    public async Task Each_job_is_reported_once_when_it_finishes_in_the_order_of_finishing()
    {
        Reader.Job("slow", 50).Job("quick", 5).Job("failed", 20, "failed").Job("ready", 0);

        await RunAsync(Jobs("slow", "quick", "failed", "ready"));

        Assert.Equal(["ready", "quick", "failed", "slow"], Observer.FinishedIds);
        Assert.Equal(RemoteJobState.Failed, Observer.Finished[2].Job.State);
        Assert.Empty(Observer.GivenUp);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task A_job_that_ended_is_not_asked_about_again()
    {
        Reader.Job("slow", 50).Job("quick", 5);

        await RunAsync(Jobs("slow", "quick"));

        double end = Observer.Finished[0].At;
        Assert.All(Reader.Looks.Where(look => look.At.TotalSeconds > end), look => Assert.Equal(["slow"], look.Ids));
    }

    [Fact]
    public async Task A_job_that_has_finished_already_is_reported_without_a_look()
    {
        XplentyJob finished = Reader.Seen("1", "stopped");

        await RunAsync([new WaitTarget(null, new JobTarget("1", finished)), new WaitTarget(Reader, new JobTarget("2", Reader.Seen("2", "completed")))]);

        Assert.Equal(["1", "2"], Observer.FinishedIds);
        Assert.Same(finished, Observer.Finished[0].Job);
        Assert.Empty(Reader.Looks);
        Assert.Equal(0, Elapsed);
    }

    [Fact]
    public async Task Nothing_to_wait_for_is_the_end()
    {
        await RunAsync([]);
        await RunAsync([], Until(5));
        await RunAsync([], Options(TimeSpan.Zero, any: true));

        Assert.Empty(Observer.Finished);
        Assert.Equal(0, Elapsed);
    }

    [Fact]
    public async Task A_job_that_stands_there_twice_counts_once()
    {
        Reader.Job("1", 5).Job("2", 3);

        await RunAsync([.. Jobs("1", "2", "1"), new WaitTarget(Reader, new JobTarget("1", Reader.Seen("1", "running")))]);

        Assert.Equal(["2", "1"], Observer.FinishedIds);
        Assert.All(Reader.Looks, look => Assert.Equal(look.Ids.Distinct(), look.Ids));
        Assert.All(Observer.Progress, progress => Assert.Equal(2, progress.Total));
    }

    [Fact]
    public async Task A_job_that_stands_there_twice_and_has_finished_once_is_not_asked_about()
    {
        await RunAsync([.. Jobs("1"), new WaitTarget(Reader, new JobTarget("1", Reader.Seen("1", "completed")))]);

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.Empty(Reader.Looks);
    }

    [Fact]
    public async Task The_same_id_at_two_readers_is_two_jobs()
    {
        ScriptedReader other = new ScriptedReader(Clock, "Alteryx").Job("1", 9);
        Reader.Job("1", 5);

        await RunAsync([.. Jobs("1"), new WaitTarget(other, new JobTarget("1"))]);

        Assert.Equal(2, Observer.Finished.Count);
    }

    [Fact]
    public async Task A_wait_for_any_ends_at_the_first()
    {
        Reader.Job("slow", 5000).Job("quick", 5);

        await RunAsync(Jobs("slow", "quick"), Options(any: true));

        Assert.Equal(["quick"], Observer.FinishedIds);
        Assert.Empty(Observer.GivenUp);
        Assert.InRange(Elapsed, 5, 7);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task A_wait_for_any_reports_exactly_one_where_several_finish_at_once()
    {
        ScriptedReader other = new ScriptedReader(Clock, "Alteryx").Job("3", 5);
        Reader.Job("1", 5).Job("2", 5);

        await RunAsync([.. Jobs("1", "2"), new WaitTarget(other, new JobTarget("3"))], Options(any: true));

        Assert.Single(Observer.Finished);
        Assert.Empty(Observer.GivenUp);
        Assert.DoesNotContain(Observer.Changes, change => change.Job.IsFinished && change.Job != Observer.Finished[0].Job);
    }

    [Fact]
    public async Task A_wait_for_any_of_which_some_have_finished_reports_one_of_them_without_a_look()
    {
        Reader.Job("1", 5);

        await RunAsync(
            [.. Jobs("1"), new WaitTarget(null, new JobTarget("2", Reader.Seen("2", "failed"))), new WaitTarget(null, new JobTarget("3", Reader.Seen("3", "completed")))],
            Options(any: true));

        Assert.Equal(["2"], Observer.FinishedIds);
        Assert.Empty(Reader.Looks);
    }

    [Fact]
    public async Task A_wait_for_any_goes_on_past_jobs_that_cannot_be_read()
    {
        Reader.Job("gone", _ => Reader.Error(JobServiceErrorKind.JobNotFound)).Job("1", 5);

        await RunAsync(Jobs("gone", "1"), Options(any: true));

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.Equal("gone", Assert.Single(Observer.GivenUp).Target.Id);
    }

    [Fact]
    public async Task A_lasting_error_ends_the_wait_for_that_job_alone()
    {
        JobServiceException gone = Reader.Error(JobServiceErrorKind.JobNotFound);
        Reader.Job("gone", elapsed => elapsed.TotalSeconds < 5 ? Reader.Seen("gone", "running") : gone).Job("1", 20);

        await RunAsync(Jobs("gone", "1"));

        (double at, JobTarget target, JobServiceException error) = Assert.Single(Observer.GivenUp);
        Assert.InRange(at, 5, 7);
        Assert.Same(gone, error);
        Assert.Equal("running", target.LastSeen?.Status);
        Assert.Equal(["1"], Observer.FinishedIds);
    }

    [Theory]
    [InlineData(JobServiceErrorKind.AuthenticationFailed)]
    [InlineData(JobServiceErrorKind.AccessDenied)]
    [InlineData(JobServiceErrorKind.JobNotFound)]
    [InlineData(JobServiceErrorKind.InvalidRequest)]
    [InlineData(JobServiceErrorKind.QuotaExhausted)]
    [InlineData(JobServiceErrorKind.UntrustedServer)]
    public async Task An_error_that_does_not_pass_is_reported_at_the_first_look(JobServiceErrorKind kind)
    {
        Reader.Job("1", _ => Reader.Error(kind));

        await RunAsync(Jobs("1"));

        Assert.Equal(kind, Assert.Single(Observer.GivenUp).Error.Kind);
        Assert.Single(Reader.Looks);
        Assert.Equal(0, Elapsed);
    }

    [Theory]
    [InlineData(JobServiceErrorKind.ServiceUnavailable)]
    [InlineData(JobServiceErrorKind.LimitReached)]
    [InlineData(JobServiceErrorKind.UnexpectedResponse)]
    public async Task A_passing_fault_never_ends_a_wait(JobServiceErrorKind kind)
    {
        Reader.Job("1", elapsed => elapsed.TotalDays < 1 ? Reader.Error(kind) : Reader.Seen("1", "completed"));

        await RunAsync(Jobs("1"));

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.Empty(Observer.GivenUp);
        Assert.Contains(Lines, line => line.Contains($"The {kind} of the script.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Readers_are_told_not_to_retry_themselves()
    {
        Reader.Job("1", 5);

        await RunAsync(Jobs("1"));

        Assert.All(Reader.Looks, look => Assert.False(look.Retries));
    }

    [Fact]
    public async Task All_jobs_that_are_due_are_asked_about_in_one_call()
    {
        string[] ids = [.. Enumerable.Range(1, 100).Select(number => $"{number}")];
        foreach (string id in ids)
        {
            Reader.Job(id, 30);
        }

        await RunAsync(Jobs(ids));

        Assert.All(Reader.Looks, look => Assert.Equal(ids, look.Ids));
        Assert.Equal(100, Observer.Finished.Count);
    }

    [Fact]
    public async Task Two_readers_do_not_wait_for_one_another()
    {
        ScriptedReader stuck = new ScriptedReader(Clock, "Alteryx").Job("stuck", 5);
        stuck.Before = call => Task.Delay(System.Threading.Timeout.Infinite, call.CancellationToken);
        Reader.Job("1", 40);

        Task wait = WaitAsync([new WaitTarget(stuck, new JobTarget("stuck")), .. Jobs("1")], Until(100));
        await LeapAsync(wait, () => Observer.Finished.Count > 0);

        Assert.False(wait.IsCompleted);
        Assert.InRange(Observer.Finished[0].At, 40, 45);
        Assert.Single(stuck.Looks);

        await LeapAsync(wait);
        await wait;
        Assert.Equal("stuck", Assert.Single(Observer.GivenUp).Target.Id);
        Assert.Equal(100, Elapsed);
    }

    [Fact]
    public async Task A_change_of_status_is_reported_with_what_was_before()
    {
        Reader.Job("1", elapsed => elapsed.TotalSeconds switch
        {
            < 3 => Reader.Seen("1", "idle"),
            < 6 => Reader.Seen("1", "pending"),
            < 12 => Reader.Seen("1", "running", elapsed.TotalSeconds / 12),
            _ => Reader.Seen("1", "completed", 1),
        });

        await RunAsync(Jobs("1"));

        Assert.Equal(
            [(null, "idle"), ("idle", "pending"), ("pending", "running"), ("running", "completed")],
            Observer.Changes.Select(change => (change.Before?.Status, change.Job.Status!)));
        Assert.Same(Observer.Changes[^1].Job, Observer.Finished[0].Job);
    }

    [Fact]
    public async Task A_job_that_was_seen_before_the_wait_has_not_changed_when_it_is_seen_the_same()
    {
        Reader.Job("1", 5);

        await RunAsync([new WaitTarget(Reader, new JobTarget("1", Reader.Seen("1", "running")))]);

        Assert.Equal(["completed"], Observer.Changes.Select(change => change.Job.Status));
    }

    [Fact]
    public async Task A_status_that_nobody_knows_is_waited_on()
    {
        Reader.Job("1", 60, "splendid");

        await RunAsync(Jobs("1"), Until(120));

        Assert.Empty(Observer.Finished);
        Assert.Equal("splendid", Assert.Single(Observer.GivenUp).Target.LastSeen?.Status);
    }

    [Fact]
    public async Task Progress_counts_what_ended_and_takes_the_mean_of_the_rest()
    {
        Reader.Job("half", elapsed => Reader.Seen("half", elapsed.TotalSeconds < 10 ? "running" : "completed", 0.5))
            .Job("unknown", elapsed => Reader.Seen("unknown", elapsed.TotalSeconds < 10 ? "running" : "completed"))
            .Job("gone", _ => Reader.Error(JobServiceErrorKind.JobNotFound));

        await RunAsync([.. Jobs("half", "unknown", "gone"), new WaitTarget(null, new JobTarget("ready", Reader.Seen("ready", "completed")))]);

        Assert.Equal((4, 1, 25.0), Figures(Observer.Progress[0]));
        Assert.Empty(Observer.Progress[0].Unfinished);
        Assert.Equal((4, 2, (200 + 50) / 4.0), Figures(Observer.Progress[1]));
        Assert.Equal(["half", "unknown"], Observer.Progress[1].Unfinished.Select(job => job.Id));
        Assert.Equal((4, 4, 100.0), Figures(Observer.Progress[^1]));
        Assert.Equal(Observer.Progress.Select(progress => progress.PercentComplete).Order(), Observer.Progress.Select(progress => progress.PercentComplete));
    }

    [Fact]
    public async Task Progress_shows_a_few_of_many_jobs()
    {
        string[] ids = [.. Enumerable.Range(1, 20).Select(number => $"{number}")];
        foreach (string id in ids)
        {
            Reader.Job(id, 5);
        }

        await RunAsync(Jobs(ids));

        Assert.InRange(Observer.Progress.Max(progress => progress.Unfinished.Count), 1, 5);
    }

    private static (int Total, int Ended, double Percent) Figures(WaitProgress progress) =>
        (progress.Total, progress.Done, progress.PercentComplete);
}
