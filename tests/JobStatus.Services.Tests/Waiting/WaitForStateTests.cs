using System;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>Tests waits that end when jobs have reached a state.</summary>
public sealed class WaitForStateTests : WaitTest
{
    [Theory]
    [InlineData(RemoteJobState.Queued, 0, "pending")]
    [InlineData(RemoteJobState.Running, 100, "running")]
    [InlineData(RemoteJobState.Stopping, 200, "stopping")]
    public async Task A_wait_ends_when_the_job_reaches_the_state(RemoteJobState state, double at, string status)
    {
        AddJob("1");

        await RunAsync(Jobs("1"), For(state));

        (double finished, RemoteJob job) = Assert.Single(Observer.Finished);
        Assert.Equal(status, job.Status);
        Assert.InRange(finished, at, at + 31);
        Assert.Empty(Observer.Abandoned);
    }

    [Theory]
    [InlineData("stopping")]
    [InlineData("completed")]
    [InlineData("failed")]
    public async Task A_job_that_has_passed_the_state_unseen_ends_the_wait(string status)
    {
        Reader.AddJob("1", elapsed => Reader.CreateJob("1", elapsed.TotalSeconds < 20 ? "pending" : status));

        await RunAsync(Jobs("1"), For(RemoteJobState.Running));

        Assert.Equal(status, Assert.Single(Observer.Finished).Job.Status);
    }

    [Fact]
    public async Task A_job_with_an_unknown_status_has_not_reached_the_state()
    {
        Reader.AddJob("1", elapsed => Reader.CreateJob("1", elapsed.TotalSeconds < 50 ? "splendid" : "running"));

        await RunAsync(Jobs("1"), For(RemoteJobState.Queued));

        (double at, RemoteJob job) = Assert.Single(Observer.Finished);
        Assert.Equal("running", job.Status);
        Assert.InRange(at, 50, 81);
    }

    [Fact]
    public async Task A_job_that_was_seen_in_the_state_before_the_wait_is_reported_without_a_poll()
    {
        AddJob("1");
        RemoteJob seen = Reader.CreateJob("1", "running");

        await RunAsync([new JobTarget("1", seen, Reader)], For(RemoteJobState.Running));

        Assert.Same(seen, Assert.Single(Observer.Finished).Job);
        Assert.Empty(Reader.Polls);
    }

    [Fact]
    public async Task A_job_that_has_reached_the_state_is_not_polled_again()
    {
        Reader.AddJob("1", 1000);
        Reader.AddJob("2", elapsed => Reader.CreateJob("2", elapsed.TotalSeconds < 300 ? "pending" : "running"));

        await RunAsync(Jobs("1", "2"), For(RemoteJobState.Running));

        Assert.Equal(["1", "2"], Observer.FinishedIds);
        Assert.Single(Reader.Polls, poll => poll.Ids.Contains("1"));
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task Another_wait_for_the_job_continues_until_it_finishes()
    {
        AddJob("1");
        RecordingObserver other = new(Clock);
        Task second = JobWaiter.WaitAsync(Jobs("1"), Options(), other, new CallContext(Token));

        await RunAsync(Jobs("1"), For(RemoteJobState.Running));
        Assert.Empty(other.Finished);
        await AdvanceClockAsync(second);
        await second;

        Assert.Equal("running", Assert.Single(Observer.Finished).Job.Status);
        Assert.Equal("stopped", Assert.Single(other.Finished).Job.Status);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task A_wait_for_any_ends_with_the_first_job_that_reaches_the_state()
    {
        Reader.AddJob("1", elapsed => Reader.CreateJob("1", elapsed.TotalSeconds < 500 ? "pending" : "running"));
        Reader.AddJob("2", elapsed => Reader.CreateJob("2", elapsed.TotalSeconds < 50 ? "pending" : "running"));

        await RunAsync(Jobs("1", "2"), new WaitOptions { Time = Clock, Any = true, For = RemoteJobState.Running });

        Assert.Equal(["2"], Observer.FinishedIds);
    }

    [Fact]
    public async Task A_job_that_has_not_reached_the_state_at_the_deadline_is_abandoned()
    {
        AddJob("1");

        await RunAsync(
            Jobs("1"),
            new WaitOptions { Time = Clock, Timeout = TimeSpan.FromSeconds(60), For = RemoteJobState.Running });

        Assert.Equal("pending", Assert.Single(Observer.Abandoned).Target.LastSeen?.Status);
    }

    [Fact]
    public async Task The_durations_of_earlier_runs_do_not_delay_the_wait()
    {
        SimulatedService service = new(Clock, "Xplenty", new Random(1));
        SimulatedJob earlier = new("1") { DefinitionNumber = 7 };
        service.AddUpdate(earlier, 0, "running", null);
        service.AddUpdate(earlier, 7200, "completed", null);
        service.Add(earlier);
        SimulatedJob job = new("2") { DefinitionNumber = 7 };
        service.AddUpdate(job, 0, "pending", null);
        service.AddUpdate(job, 7290, "running", null);
        service.AddUpdate(job, 20000, "completed", null);
        service.Add(job);
        await RunAsync([new JobTarget("1", reader: service)]);

        await RunAsync([new JobTarget("2", reader: service)], For(RemoteJobState.Running, maximumInterval: 3600));

        Assert.InRange(Observer.Finished[^1].At, 7290, 7500);
    }

    private WaitOptions For(RemoteJobState state, double maximumInterval = 30) =>
        new() { Time = Clock, For = state, MaximumInterval = TimeSpan.FromSeconds(maximumInterval) };

    // The job is queued for 100 seconds, runs for 100 seconds, and then needs 100 seconds to stop.
    private void AddJob(string id) => Reader.AddJob(
        id,
        elapsed => Reader.CreateJob(id, elapsed.TotalSeconds switch
        {
            < 100 => "pending",
            < 200 => "running",
            < 300 => "stopping",
            _ => "stopped",
        }));
}
