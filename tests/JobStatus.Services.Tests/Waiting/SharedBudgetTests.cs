using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Jobs;
using JobStatus.Services.Alma;
using JobStatus.Services.Waiting;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>What the waits and reads of one key share, through the real clients.</summary>
public sealed class SharedBudgetTests : ServiceTest
{
    [Fact]
    public async Task Patience_that_one_connection_is_asked_for_is_had_by_all_of_the_same_key()
    {
        Answer("/demo", 429, retryAfter: "333", count: 1);
        JobTarget one = Create(SandboxService.Xplenty, 900);
        JobTarget other = Create(SandboxService.Xplenty, 900);
        await RefusedAsync(Xplenty().GetJobAsync(one.Id, Call));

        await RunAsync([new(Xplenty(), one)], [new(Xplenty(), other)]);

        Assert.All(Server.Requests.Skip(1), request => Assert.True(request.Time - Server.Requests[0].Time >= TimeSpan.FromSeconds(333)));
    }

    [Fact]
    public async Task Another_key_has_patience_of_its_own()
    {
        Server.Settings = Server.Settings with { AlmaReadOnlyKey = "another" };
        JobTarget one = Create(SandboxService.Alma, 900);
        Answer("/almaws", 429, retryAfter: "333", count: 1);
        AlmaClient first = Alma(), second = Alma(key: "another");
        await RefusedAsync(first.GetInstanceAsync(null, one.Id, Call));

        Task<AlmaJobInstance> read = second.GetInstanceAsync(null, one.Id, Call);
        await DriveAsync(read);

        Assert.Equal(2, Server.Requests.Count);
        Assert.Equal(Server.Requests[0].Time, Server.Requests[1].Time);
    }

    [Theory]
    [InlineData(90, 90)]
    [InlineData(119, 119)]
    [InlineData(1000, 0)]
    public async Task A_read_has_patience_for_two_minutes_at_the_most(int asked, double had)
    {
        JobTarget one = Create(SandboxService.Xplenty, 10);
        XplentyClient client = Xplenty(retries: 1);
        Answer("/demo", 429, retryAfter: asked.ToString(CultureInfo.InvariantCulture), count: 1);
        await RefusedAsync(Xplenty().GetJobAsync(one.Id, Call));

        Task<XplentyJob> read = client.GetJobAsync(one.Id, Call);
        await DriveAsync(read);

        Assert.Equal(had, (Server.Requests[1].Time - Server.Requests[0].Time).TotalSeconds);
    }

    [Fact]
    public async Task Who_looks_once_does_not_ask_a_service_that_wants_to_be_left_alone()
    {
        JobTarget[] jobs = [.. Enumerable.Range(0, 10).Select(_ => Create(SandboxService.Xplenty, 900))];
        XplentyClient client = Xplenty();
        Answer("/demo", 429, retryAfter: "333", count: 1);
        await RefusedAsync(client.GetJobAsync(jobs[0].Id, Call));
        RecordingObserver observer = new(Clock);

        await Soon(JobWaiter.WaitAsync(jobs.Select(job => new WaitTarget(client, job)), new WaitOptions { Time = Clock, Timeout = TimeSpan.Zero }, observer, Call));

        Assert.Single(Server.Requests);
        Assert.All(observer.GivenUp, given => Assert.Equal(JobServiceErrorKind.LimitReached, Assert.IsType<JobServiceException>(given.Error.InnerException).Kind));
        Assert.Equal(10, observer.GivenUp.Count);
    }

    [Fact]
    public async Task Reads_of_many_jobs_keep_to_the_limit_of_a_second()
    {
        JobTarget[] jobs = [.. Enumerable.Range(0, 120).Select(_ => Create(SandboxService.Alma, 0))];
        DateTimeOffset start = Clock.GetUtcNow();
        AlmaClient one = Alma(), other = Alma();

        (RecordingObserver first, RecordingObserver second) = await RunAsync(
            [.. jobs.Take(60).Select(job => new WaitTarget(one, job))],
            [.. jobs.Skip(60).Select(job => new WaitTarget(other, job))]);

        // The clock can move on while a request is on its way: it may come later than it was sent, not sooner.
        DateTimeOffset[] times = [.. Server.Requests.Select(request => request.Time).Order()];
        Assert.All(times, (time, index) => Assert.True(time >= start.AddSeconds(index / 25), $"Request {index} came at {time:O}."));
        Assert.Equal(120, Server.Requests.Count);
        Assert.Equal(120, first.Finished.Count + second.Finished.Count);
    }

    [Theory]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alma)]
    public async Task A_small_allowance_makes_waits_slower_and_each_is_told_once(SandboxService service)
    {
        Server.Settings = Server.Settings with { XplentyRequestsPerHour = 60, AlmaRequestsPerDay = 120 };
        JobTarget one = Create(service, 3000);
        JobTarget other = Create(service, 3000);
        JobServiceClient client = service == SandboxService.Alma ? Alma() : Xplenty();

        (RecordingObserver first, RecordingObserver second) = await RunAsync([new(client, one)], [new(client, other)]);

        Assert.Single(first.Finished);
        Assert.Single(second.Finished);
        Assert.InRange(Server.Requests.Count, 3, 40);
        Assert.All([first, second], observer => Assert.Matches("^The remaining (Xplenty quota is [0-9]+ of 60 requests for this hour|Alma quota is [0-9]+ requests for today), so the next poll is delayed by [0-9]+ s\\.$", Assert.Single(observer.Warnings).Message));
    }

    private JobTarget Create(SandboxService service, double seconds) =>
        new(Server.CreateJob(new NewJob { Service = service, DurationSeconds = seconds, Outcome = JobOutcome.Completed }).Id);

    private async Task<(RecordingObserver First, RecordingObserver Second)> RunAsync(WaitTarget[] one, WaitTarget[] other)
    {
        RecordingObserver first = new(Clock), second = new(Clock);
        Task wait = Task.WhenAll(
            JobWaiter.WaitAsync(one, new WaitOptions { Time = Clock }, first, Call),
            JobWaiter.WaitAsync(other, new WaitOptions { Time = Clock }, second, Call));
        await DriveAsync(wait);
        await Soon(wait);
        return (first, second);
    }
}
