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
    public async Task Requests_are_sent_concurrently_up_to_the_limit(int count)
    {
        int expectedMaximum = Math.Min(count, JobServiceClient.Concurrency);
        int running = 0;
        int maximum = 0;
        TaskCompletionSource limitReached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RawServer server = await RawServer.StartAsync(
            async context =>
            {
                int now = Interlocked.Increment(ref running);
                InterlockedMax(ref maximum, now);
                if (now == expectedMaximum)
                {
                    limitReached.TrySetResult();
                }

                await limitReached.Task;
                await Task.Yield();
                Interlocked.Decrement(ref running);
                await context.Response.WriteAsync("""{ "status": "running" }""");
            },
            Token);
        XplentyClient client = Track(new XplentyClient(Options(server.BaseUri), "demo", SecureStrings.From("some-key")));
        ConcurrentBag<string> reported = [];

        await WithTimeout(
            client.ReadAsync([.. Enumerable.Range(1, count).Select(Target)], result => reported.Add(result.Target.Id), Call));

        Assert.Equal(expectedMaximum, maximum);
        Assert.Equal(Enumerable.Range(1, count).Select(number => $"{number}").Order(), reported.Order());
        Assert.Equal(count, server.Requests.Count);
    }

    [Theory]
    [InlineData(SandboxService.Alma, """{ "id": "999", "status": { "value": "COMPLETED_SUCCESS" } }""", "999")]
    [InlineData(SandboxService.Xplenty, """{ "id": 999, "status": "completed" }""", "999")]
    [InlineData(
        SandboxService.Alteryx,
        """{ "id": "66EBD18D3D6200007E000FFF", "status": "Completed", "disposition": "Success" }""",
        "66EBD18D3D6200007E000FFF")]
    public async Task A_response_about_another_job_is_a_warning_in_a_read_and_a_transient_error_in_a_wait(
        SandboxService service, string body, string otherId)
    {
        InjectResponse(PathOf(service), 200, body);
        string id = service switch
        {
            SandboxService.Alma => AlmaInstanceId,
            SandboxService.Xplenty => "157",
            _ => AlteryxJobId,
        };
        JobServiceClient client = service switch
        {
            SandboxService.Alma => Alma(),
            SandboxService.Xplenty => Xplenty(),
            _ => Alteryx(),
        };
        List<string> warnings = [];

        RemoteJob job = await ReadAsync(service, call: new CallContext(Token, warning: warnings.Add));
        JobReadResult? polled = null;
        await client.ReadAsync([new(id)], result => polled = result, new CallContext(Token) { RetryTransientErrors = false });

        Assert.Equal(id, job.Id);
        Assert.Equal(otherId, $"{job.AdditionalData["id"]}");
        Assert.All([id, otherId], one => Assert.Contains(one, Assert.Single(warnings), StringComparison.Ordinal));
        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, polled?.Error?.Kind);
        Assert.True(polled?.IsTransientError);
        Assert.All([id, otherId], one => Assert.Contains(one, polled!.Error!.Problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SandboxService.Alma, """{ "id": "another", "status": { "value": "RUNNING" } }""")]
    [InlineData(SandboxService.Xplenty, """{ "id": 157, "status": "running" }""")]
    [InlineData(SandboxService.Xplenty, """{ "id": "0157", "status": "running" }""")]
    [InlineData(SandboxService.Alteryx, """{ "id": "string", "status": "string" }""")]
    [InlineData(SandboxService.Alteryx, """{ "id": "66EBD18D3D6200007E000D8C", "status": "Running" }""")]
    public async Task An_id_that_is_the_same_or_not_well_formed_causes_no_warning(SandboxService service, string body)
    {
        InjectResponse(PathOf(service), 200, body);

        await ReadAsync(service, call: new CallContext(Token, warning: Assert.Fail) { RetryTransientErrors = false });
    }

    [Fact]
    public async Task Each_target_is_reported_once_and_not_concurrently_with_its_job_or_its_error()
    {
        JobTarget[] targets = [new("157"), new("999"), new("201"), new("no number"), new("202")];
        Dictionary<string, JobReadResult> results = [];
        int inside = 0;

        await WithTimeout(Xplenty().ReadAsync(
            targets,
            result =>
            {
                Assert.Equal(1, Interlocked.Increment(ref inside));
                results.Add(result.Target.Id, result);
                Interlocked.Decrement(ref inside);
            },
            Call));

        Assert.Equal(targets.Length, results.Count);
        Assert.All(targets, target => Assert.Same(target, results[target.Id].Target));
        Assert.Equal(RemoteJobState.Completed, results["157"].Job?.State);
        Assert.Null(results["157"].Error);
        Assert.Equal(JobServiceErrorKind.JobNotFound, results["999"].Error?.Kind);
        Assert.Null(results["999"].Job);
        Assert.Equal(JobServiceErrorKind.InvalidRequest, results["no number"].Error?.Kind);
        Assert.Equal(RemoteJobState.Failed, results["202"].Job?.State);
    }

    [Fact]
    public async Task Reading_no_targets_sends_no_request()
    {
        await WithTimeout(Xplenty().ReadAsync([], _ => Assert.Fail("Nothing must be reported."), Call));

        Assert.Empty(Server.Requests);
    }

    [Theory]
    [InlineData(SandboxService.Alma)]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alteryx)]
    public async Task Each_client_can_read_through_the_base_class(SandboxService service)
    {
        (JobServiceClient client, string id) = service switch
        {
            SandboxService.Alma => ((JobServiceClient)Alma(), AlmaInstanceId),
            SandboxService.Xplenty => (Xplenty(), "157"),
            _ => (Alteryx(), AlteryxJobId),
        };
        List<JobReadResult> results = [];

        await WithTimeout(client.ReadAsync([new JobTarget(id)], results.Add, Call));

        RemoteJob job = Assert.Single(results).Job!;
        Assert.Equal(id, job.Id);
        Assert.Equal(service.ToString(), job.Service);
        Assert.Equal(service.ToString(), client.Service);
        Assert.Equal(ConnectionName, client.Name);
    }

    [Fact]
    public async Task A_known_Alma_run_is_requested_with_its_job_id()
    {
        AlmaJobInstance known = await Alma().GetInstanceAsync(null, AlmaInstanceId, Call);
        Server.ClearRequests();

        await WithTimeout(Alma().ReadAsync([new JobTarget(AlmaInstanceId, known)], _ => { }, Call));

        Assert.Equal($"/almaws/v1/conf/jobs/{AlmaJobId}/instances/{AlmaInstanceId}", Assert.Single(Server.Requests).Path);
    }

    [Fact]
    public async Task Canceling_a_read_of_many_jobs_aborts_its_requests_and_sends_no_more()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Hang, Count = Fault.UntilRemoved });
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task read = Xplenty().ReadAsync(
            [.. Enumerable.Range(1, 20).Select(Target)], _ => Assert.Fail("Nothing must be reported."), new CallContext(cancel.Token));
        await WithTimeout(Server.WaitForRequestAsync(request => request.Sequence == JobServiceClient.Concurrency, Token));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(read));

        foreach (long sequence in Enumerable.Range(1, JobServiceClient.Concurrency))
        {
            Assert.Equal(
                LoggedRequest.ClientClosedRequest,
                (await WithTimeout(Server.WaitForRequestEndAsync(request => request.Sequence == sequence, Token))).Status);
        }

        Assert.Equal(JobServiceClient.Concurrency, Server.Requests.Count);
    }

    [Fact]
    public async Task A_read_stops_if_the_receiver_of_a_result_throws_an_exception()
    {
        int reported = 0;

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() => WithTimeout(Xplenty().ReadAsync(
            [.. Enumerable.Range(1, 50).Select(Target)],
            _ =>
            {
                reported++;
                throw new InvalidOperationException("no more");
            },
            Call)));

        Assert.Equal("no more", exception.Message);
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
