using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Requests;
using JobStatus.Services.Xplenty;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace JobStatus.Services.Tests;

public sealed class JobServiceClientTests : ServiceTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(50)]
    public async Task Never_more_requests_are_under_way_than_the_bound_and_no_fewer_than_can_be(int count)
    {
        int most = Math.Min(count, JobServiceClient.Concurrency);
        int underWay = 0;
        int seen = 0;
        TaskCompletionSource full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RawServer server = await RawServer.StartAsync(
            async context =>
            {
                int now = Interlocked.Increment(ref underWay);
                InterlockedMax(ref seen, now);
                if (now == most)
                {
                    full.TrySetResult();
                }

                await full.Task;
                await Task.Yield();
                Interlocked.Decrement(ref underWay);
                await context.Response.WriteAsync("""{ "status": "running" }""");
            },
            Token);
        XplentyClient client = Keep(new XplentyClient(Options(server.BaseUri), "demo", SecureText.Of("some-key")));
        ConcurrentBag<string> reported = [];

        await Soon(client.ReadAsync([.. Enumerable.Range(1, count).Select(Target)], reading => reported.Add(reading.Target.Id), Call));

        Assert.Equal(most, seen);
        Assert.Equal(Enumerable.Range(1, count).Select(number => $"{number}").Order(), reported.Order());
        Assert.Equal(count, server.Requests.Count);
    }

    [Fact]
    public async Task Each_target_is_reported_once_with_its_job_or_its_error_and_one_at_a_time()
    {
        JobTarget[] targets = [new("157"), new("999"), new("201"), new("no number"), new("202")];
        Dictionary<string, JobReadResult> readings = [];
        int inside = 0;

        await Soon(Xplenty().ReadAsync(
            targets,
            reading =>
            {
                Assert.Equal(1, Interlocked.Increment(ref inside));
                readings.Add(reading.Target.Id, reading);
                Interlocked.Decrement(ref inside);
            },
            Call));

        Assert.Equal(targets.Length, readings.Count);
        Assert.All(targets, target => Assert.Same(target, readings[target.Id].Target));
        Assert.Equal(RemoteJobState.Completed, readings["157"].Job?.State);
        Assert.Null(readings["157"].Error);
        Assert.Equal(JobServiceErrorKind.JobNotFound, readings["999"].Error?.Kind);
        Assert.Null(readings["999"].Job);
        Assert.Equal(JobServiceErrorKind.InvalidRequest, readings["no number"].Error?.Kind);
        Assert.Equal(RemoteJobState.Failed, readings["202"].Job?.State);
    }

    [Fact]
    public async Task Nothing_to_read_is_nothing_to_do()
    {
        await Soon(Xplenty().ReadAsync([], _ => Assert.Fail("There is nothing to report."), Call));

        Assert.Empty(Server.Requests);
    }

    [Theory]
    [InlineData(SandboxService.Alma)]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alteryx)]
    public async Task Each_client_reads_through_the_common_face(SandboxService service)
    {
        (JobServiceClient client, string id) = service switch
        {
            SandboxService.Alma => ((JobServiceClient)Alma(), AlmaInstanceId),
            SandboxService.Xplenty => (Xplenty(), "157"),
            _ => (Alteryx(), AlteryxJobId),
        };
        List<JobReadResult> readings = [];

        await Soon(client.ReadAsync([new JobTarget(id)], readings.Add, Call));

        RemoteJob job = Assert.Single(readings).Job!;
        Assert.Equal(id, job.Id);
        Assert.Equal(service.ToString(), job.Service);
        Assert.Equal(service.ToString(), client.Service);
        Assert.Equal(ConnectionName, client.Name);
    }

    [Fact]
    public async Task A_run_of_Alma_that_was_seen_is_asked_for_by_its_job_too()
    {
        AlmaJobInstance seen = await Alma().GetInstanceAsync(null, AlmaInstanceId, Call);
        Server.ClearRequests();

        await Soon(Alma().ReadAsync([new JobTarget(AlmaInstanceId, seen)], _ => { }, Call));

        Assert.Equal($"/almaws/v1/conf/jobs/{AlmaJobId}/instances/{AlmaInstanceId}", Assert.Single(Server.Requests).Path);
    }

    [Fact]
    public async Task A_cancelled_read_of_many_drops_what_is_under_way_and_sends_no_more()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Hang, Count = Fault.UntilRemoved });
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task read = Xplenty().ReadAsync([.. Enumerable.Range(1, 20).Select(Target)], _ => Assert.Fail("Nothing was read."), new CallContext(cancel.Token));
        await Soon(Server.WaitForRequestAsync(request => request.Sequence == JobServiceClient.Concurrency, Token));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(read));

        foreach (long sequence in Enumerable.Range(1, JobServiceClient.Concurrency))
        {
            Assert.Equal(LoggedRequest.ClientClosedRequest, (await Soon(Server.WaitForRequestEndAsync(request => request.Sequence == sequence, Token))).Status);
        }

        Assert.Equal(JobServiceClient.Concurrency, Server.Requests.Count);
    }

    [Fact]
    public async Task Who_fails_to_take_a_reading_is_given_no_more_of_them()
    {
        int reported = 0;

        InvalidOperationException fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Soon(Xplenty().ReadAsync(
            [.. Enumerable.Range(1, 50).Select(Target)],
            _ =>
            {
                reported++;
                throw new InvalidOperationException("no more");
            },
            Call)));

        Assert.Equal("no more", fault.Message);
        Assert.Equal(1, reported);
        Assert.InRange(Server.Requests.Count, 1, 2 * JobServiceClient.Concurrency);
    }

    private static JobTarget Target(int number) => new($"{number}");

    private static void InterlockedMax(ref int target, int value)
    {
        int before;
        while ((before = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, before) != before)
        {
        }
    }
}
