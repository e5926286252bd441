using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox.Faults;
using JobStatus.Services.Tests.Waiting;
using JobStatus.Services.Waiting;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Xplenty;

/// <summary>Tests waits for clusters, which the same code makes as waits for jobs.</summary>
public sealed class XplentyClusterWaitTests : ServiceTest
{
    [Fact]
    public async Task A_wait_ends_when_the_cluster_is_available()
    {
        XplentyClient client = Xplenty();
        XplentyCluster cluster = await CreateAsync(client, seconds: 300);
        RecordingObserver observer = new(Clock);

        await RunAsync([cluster.Id], client, observer);

        (double at, RemoteJob job) = Assert.Single(observer.Finished);
        XplentyCluster available = Assert.IsType<XplentyClusterRun>(job).Cluster;
        Assert.Equal((cluster.Id, "available", true), (available.Id, available.Status, available.IsReady));
        Assert.InRange(at, 300, 430);
        Assert.Equal(["pending", "available"], observer.Changes.Select(change => change.Job.Status));
    }

    [Fact]
    public async Task A_wait_for_the_end_continues_while_the_cluster_is_available()
    {
        XplentyClient client = Xplenty();
        XplentyCluster cluster = await CreateAsync(client, seconds: 0);
        int ownTimers = 1;
        using ITimer timer = Clock.CreateTimer(
            _ =>
            {
                ownTimers = 0;
                client.TerminateClusterAsync(cluster.Id, Call);
            },
            null,
            TimeSpan.FromSeconds(200),
            Timeout.InfiniteTimeSpan);
        RecordingObserver observer = new(Clock);

        await RunAsync([cluster.Id], client, observer, new WaitOptions { Time = Clock, Subject = "cluster" }, () => ownTimers);

        Assert.Equal("terminated", Assert.Single(observer.Finished).Job.Status);
        Assert.Equal("available", observer.Changes[0].Job.Status);
    }

    [Fact]
    public async Task Many_clusters_are_polled_with_one_request()
    {
        XplentyClient client = Xplenty();
        string[] ids = await CreateManyAsync(client, count: 30, seconds: 240);
        Server.ClearRequests();
        RecordingObserver observer = new(Clock);

        await RunAsync(ids, client, observer);

        Assert.Equal(ids.Order(), observer.FinishedIds.Order());
        Assert.True(CountRequests("/clusters") < 45, $"{CountRequests("/clusters")} requests were sent.");
    }

    [Fact]
    public async Task Two_waits_for_a_cluster_share_their_polls()
    {
        XplentyClient client = Xplenty();
        XplentyCluster cluster = await CreateAsync(client, seconds: 300);
        Server.ClearRequests();
        RecordingObserver first = new(Clock);
        RecordingObserver second = new(Clock);

        Task both = Task.WhenAll(WaitAsync([cluster.Id], client, first), WaitAsync([cluster.Id], client, second));
        await AdvanceClockAsync(both);
        await both;

        Assert.Equal((cluster.Id, cluster.Id), (Assert.Single(first.FinishedIds), Assert.Single(second.FinishedIds)));

        // Each wait polls at once; the later polls are for both.
        IReadOnlyList<DateTimeOffset> later = [.. Server.Requests.Skip(2).Select(request => request.Time)];
        Assert.NotEmpty(later);
        Assert.Equal(later.Distinct(), later);
    }

    [Fact]
    public async Task Waits_for_clusters_and_for_jobs_share_the_request_budget()
    {
        XplentyClient client = Xplenty();
        XplentyCluster cluster = await CreateAsync(client, seconds: 60);
        InjectResponse("/demo/api/clusters", 429, retryAfter: "333", count: 1);
        RecordingObserver clusters = new(Clock);
        await RunAsync([cluster.Id], client, clusters);
        Assert.InRange(Assert.Single(clusters.Finished).At, 333, 400);

        Assert.Same(((IJobListReader)client).Budget, ((IJobListReader)client.Clusters).Budget);
    }

    [Fact]
    public async Task A_cluster_that_is_not_available_at_the_deadline_is_an_error_that_names_its_status()
    {
        XplentyClient client = Xplenty();
        XplentyCluster cluster = await CreateAsync(client, seconds: 600);
        RecordingObserver observer = new(Clock);

        await RunAsync([cluster.Id], client, observer, ForAvailable(TimeSpan.FromSeconds(60)));

        (double at, JobTarget last, JobServiceException error) = Assert.Single(observer.Abandoned);
        Assert.Equal(60, at);
        Assert.Equal(JobServiceErrorKind.WaitTimeout, error.Kind);
        Assert.Equal($"The wait for Xplenty cluster {cluster.Id} timed out after 60 s. The cluster was still pending.", error.Problem);
        Assert.Equal(cluster.Id, Assert.IsType<XplentyClusterRun>(last.LastSeen).Cluster.Id);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("pending_terminate")]
    [InlineData("terminating")]
    [InlineData("terminated")]
    public async Task A_cluster_that_can_no_longer_become_available_ends_the_wait(string status)
    {
        InjectResponse("/demo/api/clusters", 200, $$"""{ "id": 53, "status": "{{status}}" }""");
        RecordingObserver observer = new(Clock);

        await RunAsync(["53"], Xplenty(), observer);

        Assert.Equal(status, Assert.Single(observer.Finished).Job.Status);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData("scaling")]
    [InlineData("creating")]
    [InlineData("something new")]
    public async Task A_cluster_with_another_status_is_polled_again(string status)
    {
        Server.InjectFault(new Fault
        {
            Path = "/demo/api/clusters", Kind = FaultKind.Body, Body = $$"""{ "id": 52, "status": "{{status}}" }""", Count = 1,
        });
        RecordingObserver observer = new(Clock);

        await RunAsync(["52"], Xplenty(), observer);

        Assert.Equal("available", Assert.Single(observer.Finished).Job.Status);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task A_cluster_that_was_just_created_does_not_have_to_be_readable_yet()
    {
        XplentyClient client = Xplenty();
        XplentyCluster cluster = await CreateAsync(client, seconds: 30);
        InjectResponse("/demo/api/clusters", 404, count: 2);
        RecordingObserver observer = new(Clock);

        await RunAsync([cluster.Id], client, observer);

        Assert.Equal("available", Assert.Single(observer.Finished).Job.Status);
        Assert.Empty(observer.Abandoned);
    }

    [Fact]
    public async Task A_cluster_that_does_not_exist_ends_only_its_own_wait()
    {
        RecordingObserver observer = new(Clock);

        await RunAsync(["999", "52"], Xplenty(), observer);

        Assert.Equal("52", Assert.Single(observer.FinishedIds));
        (_, JobTarget target, JobServiceException error) = Assert.Single(observer.Abandoned);
        Assert.Equal(("999", JobServiceErrorKind.JobNotFound), (target.Id, error.Kind));
    }

    [Fact]
    public async Task A_response_for_another_cluster_does_not_end_the_wait()
    {
        Server.InjectFault(new Fault
        {
            Path = "/demo/api/clusters", Kind = FaultKind.Body, Body = """{ "id": 60, "status": "terminated" }""", Count = 1,
        });
        RecordingObserver observer = new(Clock);

        await RunAsync(["52"], Xplenty(), observer);

        Assert.Equal("available", Assert.Single(observer.Finished).Job.Status);
        Assert.Contains(Lines, line => line.Contains("is for 60, which is another cluster", StringComparison.Ordinal));
    }

    private WaitOptions ForAvailable(TimeSpan? timeout = null) =>
        new() { Time = Clock, For = RemoteJobState.Running, Timeout = timeout, Subject = "cluster" };

    private async Task<XplentyCluster> CreateAsync(XplentyClient client, int seconds)
    {
        Server.Settings = Server.Settings with { XplentyClusterSeconds = seconds };
        return await client.CreateClusterAsync(new XplentyClusterSettings { Nodes = 1 }, Call);
    }

    private async Task<string[]> CreateManyAsync(XplentyClient client, int count, int seconds)
    {
        List<string> ids = [];
        while (ids.Count < count)
        {
            ids.Add((await CreateAsync(client, seconds)).Id);
        }

        return [.. ids];
    }

    private Task WaitAsync(IEnumerable<string> ids, XplentyClient client, RecordingObserver observer, WaitOptions? options = null) =>
        JobWaiter.WaitAsync(ids.Select(id => new JobTarget(id, reader: client.Clusters)), options ?? ForAvailable(), observer, Call);

    private async Task RunAsync(
        IEnumerable<string> ids,
        XplentyClient client,
        RecordingObserver observer,
        WaitOptions? options = null,
        Func<int>? ownTimers = null)
    {
        Task wait = WaitAsync(ids, client, observer, options);

        // Between polls, there is one timer for the next poll, one for the deadline, and those of the test.
        await AdvanceClockAsync(wait, () => 1 + (options?.Timeout is null ? 0 : 1) + (ownTimers?.Invoke() ?? 0));
        await wait;
    }
}
