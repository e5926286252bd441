using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Requests;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

public sealed class SandboxFaultTests : SandboxTest
{
    private const string JobPath = "/demo/api/jobs/157";

    private static readonly int WholeLength = Seed("xplenty-job-v2.json").Length;

    [Fact]
    public async Task A_status_fault_answers_with_status_body_and_headers()
    {
        Server.InjectFault(new Fault
        {
            Path = "/demo",
            Kind = FaultKind.Status,
            Status = 503,
            Body = "<html>busy</html>",
            ContentType = "text/html",
            Headers = HeaderOf("Retry-After", "7"),
        });

        using HttpResponseMessage response = await GetJobAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("<html>busy</html>", await TextOf(response));
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_status_fault_may_have_no_body()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Status, Status = 204 });

        using HttpResponseMessage response = await GetJobAsync();

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public async Task A_body_fault_answers_200_with_any_body()
    {
        Server.InjectFault(
            new Fault { Path = "/demo", Kind = FaultKind.Body, Body = "{\"half\":", ContentType = "text/plain" });

        using HttpResponseMessage response = await GetJobAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("{\"half\":", await TextOf(response));
    }

    [Fact]
    public async Task A_delay_holds_the_ordinary_answer_back()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Delay, Milliseconds = 5000 });

        Task<HttpResponseMessage> pending = GetJobAsync();
        await Clock.TimerSet.WaitAsync(Token);
        bool answeredEarly = pending.IsCompleted;
        Clock.Advance(seconds: 5);
        using HttpResponseMessage response = await pending;

        Assert.False(answeredEarly);
        Assert.Equal(Seed("xplenty-job-v2.json"), await TextOf(response));
    }

    [Fact]
    public async Task A_client_that_leaves_a_delay_is_logged_as_gone()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Delay, Milliseconds = 5000 });

        LoggedRequest request = await LeaveAsync();

        Assert.Equal(LoggedRequest.ClientClosedRequest, request.Status);
    }

    [Fact]
    public async Task A_client_that_leaves_a_request_without_answer_is_logged_as_gone()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Hang });

        LoggedRequest request = await LeaveAsync();

        Assert.Equal(LoggedRequest.ClientClosedRequest, request.Status);
    }

    [Fact]
    public async Task A_request_without_answer_goes_on_when_its_fault_is_removed()
    {
        InjectedFault hang = Server.InjectFault(
            new Fault { Path = "/demo", Kind = FaultKind.Hang, Count = Fault.UntilRemoved });

        Task<HttpResponseMessage>[] pending = [GetJobAsync(), GetJobAsync()];
        await Server.WaitForRequestAsync(request => request.Sequence == 2, Token);
        Server.RemoveFault(hang.Id);
        HttpResponseMessage[] responses = await Task.WhenAll(pending);

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
    }

    [Fact]
    public async Task A_sandbox_that_stops_cuts_requests_without_answer()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Hang });

        Task<HttpResponseMessage> pending = GetJobAsync();
        await Server.WaitForRequestAsync(_ => true, Token);
        await Server.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => pending);
        Assert.Null(Assert.Single(Server.Requests).Status);
    }

    [Fact]
    public async Task A_reset_at_once_leaves_no_answer()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Reset });

        await Assert.ThrowsAsync<HttpRequestException>(GetJobAsync);
        LoggedRequest request = await Server.WaitForRequestEndAsync(_ => true, Token);

        Assert.Null(request.Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task A_reset_within_the_body_comes_after_that_many_bytes(int bytes)
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Reset, AfterBytes = bytes });

        (long? announced, int received) = await ReadUntilCutAsync();

        Assert.Equal(WholeLength, announced);
        Assert.Equal(bytes, received);
    }

    [Fact]
    public async Task A_truncated_answer_is_shorter_than_announced()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Truncate });

        (long? announced, int received) = await ReadUntilCutAsync();

        Assert.Equal(WholeLength, announced);
        Assert.Equal(WholeLength / 2, received);
    }

    [Theory]
    [InlineData(3, 5, 3)]
    [InlineData(5, 6, 5)]
    [InlineData(0, 5, 0)]
    public async Task A_body_of_ones_own_can_be_truncated(int afterBytes, int expectedLength, int expectedBytes)
    {
        Server.InjectFault(
            new Fault { Path = "/demo", Kind = FaultKind.Truncate, Body = "12345", AfterBytes = afterBytes });

        (long? announced, int received) = await ReadUntilCutAsync();

        Assert.Equal(expectedLength, announced);
        Assert.Equal(expectedBytes, received);
    }

    [Fact]
    public async Task A_fault_spoils_as_many_answers_as_it_was_told_to()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Status, Status = 500, Count = 2 });

        int[] statuses = await StatusesAsync(3);

        Assert.Equal([500, 500, 200], statuses);
        Assert.Equal(0, Assert.Single(Server.Faults).Remaining);
    }

    [Fact]
    public async Task A_fault_without_count_spoils_all_answers_until_it_is_removed()
    {
        InjectedFault fault = Server.InjectFault(
            new Fault { Path = "/demo", Kind = FaultKind.Status, Status = 500, Count = Fault.UntilRemoved });

        int[] before = await StatusesAsync(3);
        bool removed = Server.RemoveFault(fault.Id);
        int[] after = await StatusesAsync(1);

        Assert.Equal([500, 500, 500], before);
        Assert.True(removed);
        Assert.Equal([200], after);
        Assert.Empty(Server.Faults);
    }

    [Fact]
    public async Task Faults_come_in_the_order_in_which_they_were_injected()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Status, Status = 429 });
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Status, Status = 502 });

        int[] statuses = await StatusesAsync(3);

        Assert.Equal([429, 502, 200], statuses);
    }

    [Theory]
    [InlineData("/demo/api/jobs/157", null, true)]
    [InlineData("/DEMO/api", null, true)]
    [InlineData("/demo/api/jobs/1", "get", true)]
    [InlineData("*/jobs/157", null, true)]
    [InlineData("/demo/*/157", null, true)]
    [InlineData("/demo/*/15", null, false)]
    [InlineData("/api", null, false)]
    [InlineData("/demo.api", null, false)]
    [InlineData("/demo", "POST", false)]
    public async Task A_fault_hits_the_requests_that_it_was_meant_for(string path, string? method, bool hits)
    {
        Server.InjectFault(new Fault { Path = path, Method = method, Kind = FaultKind.Status, Status = 500 });

        int[] statuses = await StatusesAsync(1);

        Assert.Equal([hits ? 500 : 200], statuses);
    }

    public static TheoryData<Fault> Senseless =>
    [
        new Fault { Path = "demo", Kind = FaultKind.Reset },
        new Fault { Path = "/demo", Kind = FaultKind.Reset, Count = 0 },
        new Fault { Path = "/demo", Kind = FaultKind.Reset, Count = -2 },
        new Fault { Path = "/demo", Kind = FaultKind.Reset, Status = 500 },
        new Fault { Path = "/demo", Kind = FaultKind.Reset, AfterBytes = -1 },
        new Fault { Path = "/demo", Kind = FaultKind.Status },
        new Fault { Path = "/demo", Kind = FaultKind.Status, Status = 100 },
        new Fault { Path = "/demo", Kind = FaultKind.Status, Status = 204, Body = "x" },
        new Fault { Path = "/demo", Kind = FaultKind.Delay, Milliseconds = -1 },
        new Fault { Path = "/demo", Kind = FaultKind.Body, ContentType = "text/\u00e4" },
        new Fault { Path = "/demo", Kind = FaultKind.Body, Headers = HeaderOf("Content-Length", "5") },
        new Fault { Path = "/demo", Kind = FaultKind.Body, Headers = HeaderOf("X-Odd", "a\r\nb") },
    ];

    [Theory]
    [MemberData(nameof(Senseless), DisableDiscoveryEnumeration = true)]
    public void A_fault_that_cannot_be_played_is_refused(Fault fault) =>
        Assert.Throws<ArgumentException>(() => Server.InjectFault(fault));

    private static Dictionary<string, string> HeaderOf(string name, string value) => new() { [name] = value };

    private Task<HttpResponseMessage> GetJobAsync() => GetAsync(JobPath, XplentyKey, XplentyVersion2);

    private async Task<int[]> StatusesAsync(int count)
    {
        int[] statuses = new int[count];
        for (int i = 0; i < count; i++)
        {
            using HttpResponseMessage response = await GetJobAsync();
            statuses[i] = (int)response.StatusCode;
        }

        return statuses;
    }

    /// <summary>Sends a request, drops it once it has arrived, and returns it as it ended.</summary>
    private async Task<LoggedRequest> LeaveAsync()
    {
        using CancellationTokenSource leave = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<HttpResponseMessage> pending = Client.GetAsync(JobPath, leave.Token);
        await Server.WaitForRequestAsync(_ => true, Token);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        return await Server.WaitForRequestEndAsync(_ => true, Token);
    }

    /// <summary>The announced length of the body, and how much of it came before the connection broke.</summary>
    private async Task<(long? Announced, int Received)> ReadUntilCutAsync()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, JobPath);
        request.Headers.Add("Authorization", XplentyKey);
        request.Headers.Add("Accept", XplentyVersion2);
        using HttpResponseMessage response = await Client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, Token);
        await using Stream body = await response.Content.ReadAsStreamAsync(Token);

        int received = 0;
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            byte[] one = new byte[1];
            while (await body.ReadAsync(one, Token) > 0)
            {
                received++;
            }
        });
        return (response.Content.Headers.ContentLength, received);
    }
}
