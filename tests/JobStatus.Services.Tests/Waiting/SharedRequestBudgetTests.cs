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

/// <summary>Tests the request budget that all waits and reads with the same key share, through the service clients.</summary>
public sealed class SharedRequestBudgetTests : ServiceTest
{
    [Fact]
    public async Task Retry_After_applies_to_all_connections_with_the_same_key()
    {
        InjectResponse("/demo", 429, retryAfter: "333", count: 1);
        JobTarget one = Create(SandboxService.Xplenty, 900);
        JobTarget other = Create(SandboxService.Xplenty, 900);
        await GetErrorAsync(Xplenty().GetJobAsync(one.Id, Call));

        await RunAsync([new(one.Id, reader: Xplenty())], [new(other.Id, reader: Xplenty())]);

        Assert.All(Server.Requests.Skip(1), request => Assert.True(request.Time - Server.Requests[0].Time >= TimeSpan.FromSeconds(333)));
    }

    [Fact]
    public async Task Retry_After_does_not_apply_to_another_key()
    {
        Server.Settings = Server.Settings with { AlmaReadOnlyKey = "another" };
        JobTarget one = Create(SandboxService.Alma, 900);
        InjectResponse("/almaws", 429, retryAfter: "333", count: 1);
        AlmaClient first = Alma(), second = Alma(key: "another");
        await GetErrorAsync(first.GetInstanceAsync(null, one.Id, Call));

        Task<AlmaJobInstance> read = second.GetInstanceAsync(null, one.Id, Call);
        await AdvanceClockAsync(read);

        Assert.Equal(2, Server.Requests.Count);
        Assert.Equal(Server.Requests[0].Time, Server.Requests[1].Time);
    }

    [Theory]
    [InlineData(90, 90)]
    [InlineData(119, 119)]
    [InlineData(1000, 0)]
    public async Task A_read_waits_at_most_two_minutes_for_the_end_of_a_pause(int retryAfter, double expectedDelay)
    {
        JobTarget one = Create(SandboxService.Xplenty, 10);
        XplentyClient client = Xplenty(retries: 1);
        InjectResponse("/demo", 429, retryAfter: retryAfter.ToString(CultureInfo.InvariantCulture), count: 1);
        await GetErrorAsync(Xplenty().GetJobAsync(one.Id, Call));

        Task<XplentyJob> read = client.GetJobAsync(one.Id, Call);
        await AdvanceClockAsync(read);

        Assert.Equal(expectedDelay, (Server.Requests[1].Time - Server.Requests[0].Time).TotalSeconds);
    }

    [Fact]
    public async Task A_single_poll_sends_no_request_during_a_pause()
    {
        JobTarget[] jobs = [.. Enumerable.Range(0, 10).Select(_ => Create(SandboxService.Xplenty, 900))];
        XplentyClient client = Xplenty();
        InjectResponse("/demo", 429, retryAfter: "333", count: 1);
        await GetErrorAsync(client.GetJobAsync(jobs[0].Id, Call));
        RecordingObserver observer = new(Clock);

        await WithTimeout(
            JobWaiter.WaitAsync(
                jobs.Select(job => new JobTarget(job.Id, reader: client)),
                new WaitOptions { Time = Clock, Timeout = TimeSpan.Zero },
                observer,
                Call));

        Assert.Single(Server.Requests);
        Assert.All(
            observer.Abandoned,
            abandoned => Assert.Equal(
                JobServiceErrorKind.LimitReached, Assert.IsType<JobServiceException>(abandoned.Error.InnerException).Kind));
        Assert.Equal(10, observer.Abandoned.Count);
    }

    [Fact]
    public async Task Reads_of_many_jobs_respect_the_rate_limit()
    {
        JobTarget[] jobs = [.. Enumerable.Range(0, 120).Select(_ => Create(SandboxService.Alma, 0))];
        DateTimeOffset start = Clock.GetUtcNow();
        AlmaClient one = Alma(), other = Alma();

        (RecordingObserver first, RecordingObserver second) = await RunAsync(
            [.. jobs.Take(60).Select(job => new JobTarget(job.Id, reader: one))],
            [.. jobs.Skip(60).Select(job => new JobTarget(job.Id, reader: other))]);

        // The clock can advance while a request is in transit, so a request can arrive later than it was sent, but not earlier.
        DateTimeOffset[] times = [.. Server.Requests.Select(request => request.Time).Order()];
        Assert.All(times, (time, index) => Assert.True(time >= start.AddSeconds(index / 25), $"Request {index} arrived at {time:O}."));
        Assert.Equal(120, Server.Requests.Count);
        Assert.Equal(120, first.Finished.Count + second.Finished.Count);
    }

    [Theory]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alma)]
    public async Task A_small_quota_slows_waits_down_and_each_wait_is_warned_once(SandboxService service)
    {
        Server.Settings = Server.Settings with { XplentyRequestsPerHour = 60, AlmaRequestsPerDay = 120 };
        JobTarget one = Create(service, 3000);
        JobTarget other = Create(service, 3000);
        JobServiceClient client = service == SandboxService.Alma ? Alma() : Xplenty();

        (RecordingObserver first, RecordingObserver second) = await RunAsync(
            [new(one.Id, reader: client)],
            [new(other.Id, reader: client)]);

        Assert.Single(first.Finished);
        Assert.Single(second.Finished);
        Assert.InRange(Server.Requests.Count, 3, 40);
        Assert.All(
            [first, second],
            observer => Assert.Matches(
                "^The remaining (Xplenty quota is [0-9]+ of 60 requests for this hour|Alma quota is [0-9]+ requests for today), " +
                "so the next poll is delayed by [0-9]+ s\\.$",
                Assert.Single(observer.Warnings).Message));
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(2, 2, 1)]
    public async Task A_used_up_quota_causes_a_warning_and_the_last_poll_uses_the_last_request(int quota, int requests, int finished)
    {
        Server.Settings = Server.Settings with { XplentyRequestsPerHour = quota };
        JobTarget job = Create(SandboxService.Xplenty, 200);
        RecordingObserver observer = new(Clock);

        Task wait = JobWaiter.WaitAsync(
            [new(job.Id, reader: Xplenty())],
            new WaitOptions { Time = Clock, Timeout = TimeSpan.FromSeconds(300) },
            observer,
            Call);
        await AdvanceClockAsync(wait, () => 2);
        await WithTimeout(wait);

        Assert.Equal(requests, Server.Requests.Count);
        Assert.Equal(finished, observer.Finished.Count);
        Assert.Equal(1 - finished, observer.Abandoned.Count);
        Assert.StartsWith(
            $"The remaining Xplenty quota is {quota - 1} of {quota} requests for this hour",
            Assert.Single(observer.Warnings).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_that_ends_during_a_pause_says_so()
    {
        JobTarget job = Create(SandboxService.Xplenty, 10);
        InjectResponse("/demo", 429, retryAfter: "600", count: 1);
        await GetErrorAsync(Xplenty().GetJobAsync(job.Id, Call));
        DateTimeOffset end = Clock.GetUtcNow().AddSeconds(600);
        RecordingObserver observer = new(Clock);

        Task wait = JobWaiter.WaitAsync(
            [new(job.Id, reader: Xplenty())],
            new WaitOptions { Time = Clock, Timeout = TimeSpan.FromSeconds(60) },
            observer,
            Call);
        await AdvanceClockAsync(wait, () => 2);
        await WithTimeout(wait);

        JobServiceException error = Assert.Single(observer.Abandoned).Error.WithRecommendedAction();
        Assert.Single(Server.Requests);
        Assert.Contains(
            $"Xplenty requested a pause until {end.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)}",
            error.Problem,
            StringComparison.Ordinal);
        Assert.Equal("Wait again after the pause.", error.RecommendedAction);
    }

    private JobTarget Create(SandboxService service, double seconds) =>
        new(Server.CreateJob(new NewJob { Service = service, DurationSeconds = seconds, Outcome = JobOutcome.Completed }).Id);

    private async Task<(RecordingObserver First, RecordingObserver Second)> RunAsync(JobTarget[] one, JobTarget[] other)
    {
        RecordingObserver first = new(Clock), second = new(Clock);
        Task wait = Task.WhenAll(
            JobWaiter.WaitAsync(one, new WaitOptions { Time = Clock }, first, Call),
            JobWaiter.WaitAsync(other, new WaitOptions { Time = Clock }, second, Call));
        await AdvanceClockAsync(wait);
        await WithTimeout(wait);
        return (first, second);
    }
}
