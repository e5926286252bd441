using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>Tests the reports that a wait makes once per period, and waits that are also for something else.</summary>
public sealed class HeartbeatTests : WaitTest
{
    private IEnumerable<WaitProgress> Beats => Observer.Progress.Where(progress => progress.Heartbeat is not null);

    private IEnumerable<double> BeatTimes => Beats.Select(beat => (beat.Heartbeat!.Time - Start).TotalSeconds);

    [Fact]
    public async Task A_heartbeat_reports_what_has_finished_failed_and_is_running_and_what_finishes_next()
    {
        Reader.AddJob("1", 1000);
        Reader.AddJob("2", 400, "failed");

        await RunAsync(Jobs("1", "2"), Every(300));

        Assert.Equal([300, 600, 900], BeatTimes);
        Assert.Equal([(0, 0, 2), (1, 1, 1), (1, 1, 1)], Beats.Select(beat => (beat.Done, beat.Failed, beat.Heartbeat!.Running)));
        Assert.All(Beats, beat => Assert.Equal(2, beat.Total));
        Assert.Equal(["2", "1", "1"], Beats.Select(beat => beat.Heartbeat!.Next?.Id));
        Assert.Equal(
            [400, 1000, 1000],
            Beats.Select(beat => Math.Round((beat.Heartbeat!.NextEnd - Start).GetValueOrDefault().TotalSeconds / 10) * 10));
    }

    [Fact]
    public async Task Without_a_period_there_are_no_heartbeats()
    {
        Reader.AddJob("1", 1000);

        await RunAsync(Jobs("1"));

        Assert.Empty(Beats);
    }

    [Fact]
    public async Task A_job_that_is_queued_overdue_or_without_progress_is_not_expected_next()
    {
        Reader.AddJob("1", elapsed => Reader.CreateJob("1", elapsed.TotalSeconds < 1000 ? "pending" : "completed"));
        Reader.AddJob("2", elapsed => Reader.CreateJob("2", elapsed.TotalSeconds < 1000 ? "running" : "completed"));
        Reader.AddJob(
            "3",
            elapsed => Reader.CreateJob(
                "3", elapsed.TotalSeconds < 1000 ? "running" : "completed", Math.Min(0.5, 0.5 * elapsed.TotalSeconds / 100)));

        await RunAsync(Jobs("1", "2", "3"), Every(400));

        Assert.Equal([400, 800], BeatTimes);
        Assert.All(Beats, beat => Assert.Null(beat.Heartbeat!.Next));
        Assert.All(Beats, beat => Assert.Null(beat.Heartbeat!.NextEnd));
        Assert.All(Beats, beat => Assert.Equal(2, beat.Heartbeat!.Running));
    }

    [Fact]
    public async Task A_wait_for_a_state_predicts_no_completion()
    {
        Reader.AddJob("1", 1000);
        WaitOptions options = new()
        {
            Time = Clock,
            For = RemoteJobState.Stopping,
            MaximumInterval = TimeSpan.FromSeconds(30),
            HeartbeatInterval = TimeSpan.FromSeconds(400),
        };

        await RunAsync(Jobs("1"), options);

        Assert.Equal([400, 800], BeatTimes);
        Assert.All(Beats, beat => Assert.Null(beat.Heartbeat!.Next));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public async Task A_wait_that_is_also_for_something_else_continues_and_reports_until_that_is_done(int unfinished)
    {
        Reader.AddJob("1", unfinished * 100);
        RemoteJob? seen = unfinished == 0 ? Reader.CreateJob("1", "completed") : null;
        var companion = new TaskCompletionSource();

        Task wait = JobWaiter.WaitAsync(
            [new JobTarget("1", seen, Reader)], Every(300), Observer, new CallContext(Token), companion.Task);
        await AdvanceClockAsync(wait, until: () => Elapsed >= 900);

        Assert.False(wait.IsCompleted);
        Assert.Equal([300, 600, 900], BeatTimes);
        Assert.All(Beats, beat => Assert.Equal((1, 1, 0), (beat.Total, beat.Done, beat.Heartbeat!.Running)));
        Assert.Equal(["1"], Observer.FinishedIds);

        companion.SetResult();
        await WithTimeout(wait);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task A_deadline_ends_a_wait_that_is_also_for_something_else()
    {
        Reader.AddJob("1", 100);
        Reader.AddJob("2", 1000);

        Task wait = JobWaiter.WaitAsync(
            Jobs("1", "2"), TimeoutAfter(500), Observer, new CallContext(Token), new TaskCompletionSource().Task);
        await AdvanceClockAsync(wait);
        await wait;

        Assert.Equal(500, Elapsed);
        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.Equal("2", Assert.Single(Observer.Abandoned).Target.Id);
    }

    [Fact]
    public async Task A_single_poll_waits_for_nothing_else()
    {
        Reader.AddJob("1", 0);

        await WithTimeout(JobWaiter.WaitAsync(
            Jobs("1"), TimeoutAfter(0), Observer, new CallContext(Token), new TaskCompletionSource().Task));

        Assert.Equal(["1"], Observer.FinishedIds);
    }

    [Fact]
    public async Task The_first_finished_job_ends_a_wait_for_any_that_is_also_for_something_else()
    {
        Reader.AddJob("1", 100);
        Reader.AddJob("2", 1000);

        Task wait = JobWaiter.WaitAsync(
            Jobs("1", "2"), Options(any: true), Observer, new CallContext(Token), new TaskCompletionSource().Task);
        await AdvanceClockAsync(wait);
        await wait;

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.Empty(Observer.Abandoned);
    }

    private WaitOptions Every(double seconds) =>
        new() { Time = Clock, MaximumInterval = TimeSpan.FromSeconds(30), HeartbeatInterval = TimeSpan.FromSeconds(seconds) };
}
