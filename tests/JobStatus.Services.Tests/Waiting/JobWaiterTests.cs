using System;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

public sealed class JobWaiterTests : WaitTest
{
    [Fact]
    public async Task Each_job_is_reported_once_in_the_order_of_completion()
    {
        Reader.AddJob("slow", 50).AddJob("quick", 5).AddJob("failed", 20, "failed").AddJob("ready", 0);

        await RunAsync(Jobs("slow", "quick", "failed", "ready"));

        Assert.Equal(["ready", "quick", "failed", "slow"], Observer.FinishedIds);
        Assert.Equal(RemoteJobState.Failed, Observer.Finished[2].Job.State);
        Assert.Empty(Observer.Abandoned);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task A_finished_job_is_not_polled_again()
    {
        Reader.AddJob("slow", 50).AddJob("quick", 5);

        await RunAsync(Jobs("slow", "quick"));

        double end = Observer.Finished[0].At;
        Assert.All(Reader.Polls.Where(poll => poll.At.TotalSeconds > end), poll => Assert.Equal(["slow"], poll.Ids));
    }

    [Fact]
    public async Task A_job_that_has_already_finished_is_reported_without_a_poll()
    {
        XplentyJob finished = Reader.CreateJob("1", "stopped");

        await RunAsync(
            [
                new JobTarget("1", finished),
                new JobTarget("2", Reader.CreateJob("2", "completed"), Reader),
            ]);

        Assert.Equal(["1", "2"], Observer.FinishedIds);
        Assert.Same(finished, Observer.Finished[0].Job);
        Assert.Empty(Reader.Polls);
        Assert.Equal(0, Elapsed);
    }

    [Fact]
    public async Task A_job_that_a_list_reports_as_finished_is_read_before_it_is_reported()
    {
        Reader.AddJob("1", 0);
        XplentyJob listed = new() { Id = "1", Status = "completed", ObservedInstant = Clock.GetUtcNow(), IsFromList = true };

        await RunAsync([new JobTarget("1", listed, Reader)]);

        Assert.Single(Reader.Polls);
        Assert.False(Assert.Single(Observer.Finished).Job.IsFromList);
    }

    [Fact]
    public async Task A_wait_for_no_jobs_ends_immediately()
    {
        await RunAsync([]);
        await RunAsync([], TimeoutAfter(5));
        await RunAsync([], Options(TimeSpan.Zero, any: true));

        Assert.Empty(Observer.Finished);
        Assert.Equal(0, Elapsed);
    }

    [Fact]
    public async Task A_job_that_is_specified_twice_counts_once()
    {
        Reader.AddJob("1", 5).AddJob("2", 3);

        await RunAsync([.. Jobs("1", "2", "1"), new JobTarget("1", Reader.CreateJob("1", "running"), Reader)]);

        Assert.Equal(["2", "1"], Observer.FinishedIds);
        Assert.All(Reader.Polls, poll => Assert.Equal(poll.Ids.Distinct(), poll.Ids));
        Assert.All(Observer.Progress, progress => Assert.Equal(2, progress.Total));
    }

    [Fact]
    public async Task A_job_that_is_specified_twice_and_once_as_finished_is_not_polled()
    {
        await RunAsync([.. Jobs("1"), new JobTarget("1", Reader.CreateJob("1", "completed"), Reader)]);

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.Empty(Reader.Polls);
    }

    [Fact]
    public async Task The_same_id_in_two_readers_means_two_jobs()
    {
        ScriptedReader other = new ScriptedReader(Clock, "Alteryx").AddJob("1", 9);
        Reader.AddJob("1", 5);

        await RunAsync([.. Jobs("1"), new JobTarget("1", reader: other)]);

        Assert.Equal(2, Observer.Finished.Count);
    }

    [Fact]
    public async Task A_wait_for_any_ends_when_the_first_job_finishes()
    {
        Reader.AddJob("slow", 5000).AddJob("quick", 5);

        await RunAsync(Jobs("slow", "quick"), Options(any: true));

        Assert.Equal(["quick"], Observer.FinishedIds);
        Assert.Empty(Observer.Abandoned);
        Assert.InRange(Elapsed, 5, 7);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task A_wait_for_any_reports_exactly_one_job_if_several_finish_together()
    {
        ScriptedReader other = new ScriptedReader(Clock, "Alteryx").AddJob("3", 5);
        Reader.AddJob("1", 5).AddJob("2", 5);

        await RunAsync([.. Jobs("1", "2"), new JobTarget("3", reader: other)], Options(any: true));

        Assert.Single(Observer.Finished);
        Assert.Empty(Observer.Abandoned);
        Assert.DoesNotContain(Observer.Changes, change => change.Job.IsFinished && change.Job != Observer.Finished[0].Job);
    }

    [Fact]
    public async Task A_wait_for_any_reports_one_of_several_finished_jobs_without_a_poll()
    {
        Reader.AddJob("1", 5);

        await RunAsync(
            [
                .. Jobs("1"),
                new JobTarget("2", Reader.CreateJob("2", "failed")),
                new JobTarget("3", Reader.CreateJob("3", "completed")),
            ],
            Options(any: true));

        Assert.Equal(["2"], Observer.FinishedIds);
        Assert.Empty(Reader.Polls);
    }

    [Fact]
    public async Task A_wait_for_any_continues_if_a_job_cannot_be_read()
    {
        Reader.AddJob("gone", _ => Reader.Error(JobServiceErrorKind.JobNotFound)).AddJob("1", 5);

        await RunAsync(Jobs("gone", "1"), Options(any: true));

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.Equal("gone", Assert.Single(Observer.Abandoned).Target.Id);
    }

    [Fact]
    public async Task A_permanent_error_ends_the_wait_for_that_job_only()
    {
        JobServiceException gone = Reader.Error(JobServiceErrorKind.JobNotFound);
        Reader.AddJob("gone", elapsed => elapsed.TotalSeconds < 5 ? Reader.CreateJob("gone", "running") : gone).AddJob("1", 20);

        await RunAsync(Jobs("gone", "1"));

        (double at, JobTarget target, JobServiceException error) = Assert.Single(Observer.Abandoned);
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
    public async Task A_permanent_error_is_reported_at_the_first_poll(JobServiceErrorKind kind)
    {
        Reader.AddJob("1", _ => Reader.Error(kind));

        await RunAsync(Jobs("1"));

        Assert.Equal(kind, Assert.Single(Observer.Abandoned).Error.Kind);
        Assert.Single(Reader.Polls);
        Assert.Equal(0, Elapsed);
    }

    [Theory]
    [InlineData(JobServiceErrorKind.ServiceUnavailable)]
    [InlineData(JobServiceErrorKind.LimitReached)]
    [InlineData(JobServiceErrorKind.UnexpectedResponse)]
    public async Task A_transient_error_never_ends_a_wait(JobServiceErrorKind kind)
    {
        Reader.AddJob("1", elapsed => elapsed.TotalDays < 1 ? Reader.Error(kind) : Reader.CreateJob("1", "completed"));

        await RunAsync(Jobs("1"));

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.Empty(Observer.Abandoned);
        Assert.Contains(Lines, line => line.Contains($"Scripted {kind} error.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Readers_do_not_retry_during_a_wait()
    {
        Reader.AddJob("1", 5);

        await RunAsync(Jobs("1"));

        Assert.All(Reader.Polls, poll => Assert.False(poll.Retries));
    }

    [Fact]
    public async Task All_due_jobs_are_polled_in_one_call()
    {
        string[] ids = [.. Enumerable.Range(1, 100).Select(number => $"{number}")];
        foreach (string id in ids)
        {
            Reader.AddJob(id, 30);
        }

        await RunAsync(Jobs(ids));

        Assert.All(Reader.Polls, poll => Assert.Equal(ids, poll.Ids));
        Assert.Equal(100, Observer.Finished.Count);
    }

    [Fact]
    public async Task Two_readers_do_not_delay_each_other()
    {
        ScriptedReader stuck = new ScriptedReader(Clock, "Alteryx").AddJob("stuck", 5);
        stuck.BeforeResponse = call => Task.Delay(System.Threading.Timeout.Infinite, call.CancellationToken);
        Reader.AddJob("1", 40);

        Task wait = WaitAsync([new JobTarget("stuck", reader: stuck), .. Jobs("1")], TimeoutAfter(100));
        await AdvanceClockAsync(wait, () => Observer.Finished.Count > 0);

        Assert.False(wait.IsCompleted);
        Assert.InRange(Observer.Finished[0].At, 40, 45);
        Assert.Single(stuck.Polls);

        await AdvanceClockAsync(wait);
        await wait;
        Assert.Equal("stuck", Assert.Single(Observer.Abandoned).Target.Id);
        Assert.Equal(100, Elapsed);
    }

    [Fact]
    public async Task A_status_change_is_reported_with_the_previous_status()
    {
        Reader.AddJob("1", elapsed => elapsed.TotalSeconds switch
        {
            < 3 => Reader.CreateJob("1", "idle"),
            < 6 => Reader.CreateJob("1", "pending"),
            < 12 => Reader.CreateJob("1", "running", elapsed.TotalSeconds / 12),
            _ => Reader.CreateJob("1", "completed", 1),
        });

        await RunAsync(Jobs("1"));

        Assert.Equal(
            [(null, "idle"), ("idle", "pending"), ("pending", "running"), ("running", "completed")],
            Observer.Changes.Select(change => (change.Before?.Status, change.Job.Status!)));
        Assert.Same(Observer.Changes[^1].Job, Observer.Finished[0].Job);
    }

    [Fact]
    public async Task An_unchanged_status_is_not_reported_for_a_job_that_was_read_before_the_wait()
    {
        Reader.AddJob("1", 5);

        await RunAsync([new JobTarget("1", Reader.CreateJob("1", "running"), Reader)]);

        Assert.Equal(["completed"], Observer.Changes.Select(change => change.Job.Status));
    }

    [Fact]
    public async Task A_wait_continues_for_a_job_with_an_unknown_status()
    {
        Reader.AddJob("1", 60, "splendid");

        await RunAsync(Jobs("1"), TimeoutAfter(120));

        Assert.Empty(Observer.Finished);
        Assert.Equal("splendid", Assert.Single(Observer.Abandoned).Target.LastSeen?.Status);
    }

    [Fact]
    public async Task Progress_includes_finished_jobs_and_the_progress_of_unfinished_jobs()
    {
        Reader.AddJob("half", elapsed => Reader.CreateJob("half", elapsed.TotalSeconds < 10 ? "running" : "completed", 0.5))
            .AddJob("unknown", elapsed => Reader.CreateJob("unknown", elapsed.TotalSeconds < 10 ? "running" : "completed"))
            .AddJob("gone", _ => Reader.Error(JobServiceErrorKind.JobNotFound));

        await RunAsync(
            [.. Jobs("half", "unknown", "gone"), new JobTarget("ready", Reader.CreateJob("ready", "completed"))]);

        Assert.Equal((4, 1, 25.0), Summarize(Observer.Progress[0]));
        Assert.Empty(Observer.Progress[0].Unfinished);
        Assert.Equal((4, 2, (200 + 50) / 4.0), Summarize(Observer.Progress[1]));
        Assert.Equal(["half", "unknown"], Observer.Progress[1].Unfinished.Select(job => job.Id));
        Assert.Equal((4, 4, 100.0), Summarize(Observer.Progress[^1]));
        Assert.Equal(
            Observer.Progress.Select(progress => progress.PercentComplete).Order(),
            Observer.Progress.Select(progress => progress.PercentComplete));
    }

    [Fact]
    public async Task Progress_counts_jobs_that_finished_without_success_or_cannot_be_read()
    {
        Reader.AddJob("fails", 5, "failed")
            .AddJob("stops", 5, "stopped")
            .AddJob("succeeds", 5)
            .AddJob("gone", _ => Reader.Error(JobServiceErrorKind.JobNotFound));

        await RunAsync(
            [.. Jobs("fails", "stops", "succeeds", "gone"), new JobTarget("ready", Reader.CreateJob("ready", "failed"))]);

        Assert.Equal((1, 1), (Observer.Progress[0].Done, Observer.Progress[0].Failed));
        Assert.Equal((5, 4), (Observer.Progress[^1].Done, Observer.Progress[^1].Failed));
    }

    [Fact]
    public async Task Progress_is_reported_regularly_however_rarely_the_jobs_are_polled()
    {
        Reader.AddJob("1", 1000);
        WaitOptions options = new()
        {
            Time = Clock,
            ProgressInterval = TimeSpan.FromMinutes(1),
            MinimumInterval = TimeSpan.FromMinutes(7),
            MaximumInterval = TimeSpan.FromMinutes(7),
            Timeout = TimeSpan.FromMinutes(5.5),
        };

        await RunAsync(Jobs("1"), options);

        Assert.Equal(
            [1.0, 2, 3, 4, 5],
            Observer.Progress.Where(progress => progress.IsRegular).Select(progress => progress.Elapsed.TotalMinutes));
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task Progress_is_reported_only_after_polls_by_default()
    {
        Reader.AddJob("1", 1000);

        await RunAsync(Jobs("1"));

        Assert.DoesNotContain(Observer.Progress, progress => progress.IsRegular);
    }

    [Fact]
    public async Task Progress_lists_only_a_few_of_many_jobs()
    {
        string[] ids = [.. Enumerable.Range(1, 20).Select(number => $"{number}")];
        foreach (string id in ids)
        {
            Reader.AddJob(id, 5);
        }

        await RunAsync(Jobs(ids));

        Assert.InRange(Observer.Progress.Max(progress => progress.Unfinished.Count), 1, 5);
    }

    private static (int Total, int Done, double Percent) Summarize(WaitProgress progress) =>
        (progress.Total, progress.Done, progress.PercentComplete);
}
