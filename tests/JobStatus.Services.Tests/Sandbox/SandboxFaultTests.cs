using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
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

    private static readonly int FullLength = Seed("xplenty-job-v2.json").Length;

    [Fact]
    public async Task A_status_fault_returns_its_status_body_and_headers()
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
    public async Task A_status_fault_can_have_no_body()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Status, Status = 204 });

        using HttpResponseMessage response = await GetJobAsync();

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public async Task A_body_fault_returns_200_with_any_body()
    {
        Server.InjectFault(
            new Fault { Path = "/demo", Kind = FaultKind.Body, Body = "{\"half\":", ContentType = "text/plain" });

        using HttpResponseMessage response = await GetJobAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("{\"half\":", await TextOf(response));
    }

    [Fact]
    public async Task A_delay_fault_delays_the_normal_response()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Delay, Milliseconds = 5000 });

        Task<HttpResponseMessage> pending = GetJobAsync();
        await Clock.TimerSet.WaitAsync(Token);
        bool respondedEarly = pending.IsCompleted;
        Clock.Advance(seconds: 5);
        using HttpResponseMessage response = await pending;

        Assert.False(respondedEarly);
        Assert.Equal(Seed("xplenty-job-v2.json"), await TextOf(response));
    }

    [Fact]
    public async Task A_client_that_disconnects_during_a_delay_is_logged_with_499()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Delay, Milliseconds = 5000 });

        LoggedRequest request = await DisconnectAsync();

        Assert.Equal(LoggedRequest.ClientClosedRequest, request.Status);
    }

    [Fact]
    public async Task A_client_that_disconnects_from_a_hanging_request_is_logged_with_499()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Hang });

        LoggedRequest request = await DisconnectAsync();

        Assert.Equal(LoggedRequest.ClientClosedRequest, request.Status);
    }

    [Fact]
    public async Task A_hanging_request_continues_when_its_fault_is_removed()
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
    public async Task Stopping_the_sandbox_resets_hanging_requests()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Hang });

        Task<HttpResponseMessage> pending = GetJobAsync();
        await Server.WaitForRequestAsync(_ => true, Token);
        await Server.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => pending);
        Assert.Null(Assert.Single(Server.Requests).Status);
    }

    [Fact]
    public async Task An_immediate_reset_sends_no_response()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Reset });

        await Assert.ThrowsAsync<HttpRequestException>(GetJobAsync);
        LoggedRequest request = await Server.WaitForRequestEndAsync(_ => true, Token);

        Assert.Null(request.Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task A_reset_fault_sends_the_specified_number_of_bytes(int bytes)
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Reset, AfterBytes = bytes });

        (long? contentLength, int received) = await ReadUntilClosedAsync();

        Assert.Equal(FullLength, contentLength);
        Assert.Equal(bytes, received);
    }

    [Fact]
    public async Task A_truncated_response_is_shorter_than_its_Content_Length()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Truncate });

        (long? contentLength, int received) = await ReadUntilClosedAsync();

        Assert.Equal(FullLength, contentLength);
        Assert.Equal(FullLength / 2, received);
    }

    [Theory]
    [InlineData(3, 5, 3)]
    [InlineData(5, 6, 5)]
    [InlineData(0, 5, 0)]
    public async Task The_body_of_a_fault_can_be_truncated(int afterBytes, int expectedLength, int expectedBytes)
    {
        Server.InjectFault(
            new Fault { Path = "/demo", Kind = FaultKind.Truncate, Body = "12345", AfterBytes = afterBytes });

        (long? contentLength, int received) = await ReadUntilClosedAsync();

        Assert.Equal(expectedLength, contentLength);
        Assert.Equal(expectedBytes, received);
    }

    [Fact]
    public async Task A_fault_affects_the_specified_number_of_requests()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Status, Status = 500, Count = 2 });

        int[] statuses = await StatusesAsync(3);

        Assert.Equal([500, 500, 200], statuses);
        Assert.Equal(0, Assert.Single(Server.Faults).Remaining);
    }

    [Fact]
    public async Task A_fault_without_a_limit_affects_every_request_until_it_is_removed()
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
    public async Task Faults_apply_in_the_order_of_injection()
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
    public async Task A_fault_affects_only_matching_requests(string path, string? method, bool hits)
    {
        Server.InjectFault(new Fault { Path = path, Method = method, Kind = FaultKind.Status, Status = 500 });

        int[] statuses = await StatusesAsync(1);

        Assert.Equal([hits ? 500 : 200], statuses);
    }

    [Fact]
    public async Task A_fault_can_skip_requests()
    {
        Server.InjectFault(
            new Fault { Path = "/demo/api/jobs", Skip = 1, Kind = FaultKind.Status, Status = 503 });

        int[] statuses = new int[3];
        for (int page = 0; page < statuses.Length; page++)
        {
            using HttpResponseMessage response = await GetAsync(
                $"/demo/api/jobs?limit=2&offset={page * 2}", XplentyKey, XplentyVersion2);
            statuses[page] = (int)response.StatusCode;
        }

        Assert.Equal([200, 503, 200], statuses);
        Assert.Equal(
            ["?limit=2&offset=0", "?limit=2&offset=2", "?limit=2&offset=4"],
            Server.Requests.Select(request => request.Query));
    }

    [Fact]
    public async Task A_fault_that_skips_a_request_lets_later_faults_apply()
    {
        Server.InjectFault(new Fault { Path = "/demo", Skip = 1, Kind = FaultKind.Status, Status = 500 });
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Status, Status = 502 });

        int[] statuses = new int[3];
        for (int i = 0; i < statuses.Length; i++)
        {
            using HttpResponseMessage response = await GetAsync("/demo/api/jobs", XplentyKey, XplentyVersion2);
            statuses[i] = (int)response.StatusCode;
        }

        Assert.Equal([502, 500, 200], statuses);
        Assert.Throws<ArgumentException>(
            () => Server.InjectFault(new Fault { Path = "/demo", Skip = -1, Kind = FaultKind.Reset }));
    }

    [Theory]
    [InlineData("POST", "/almaws/v1/conf/jobs/M50173?op=run")]
    [InlineData("POST", "/demo/api/jobs")]
    [InlineData("DELETE", "/demo/api/jobs/203")]
    [InlineData("DELETE", "/demo/api/jobs/203/watchers")]
    [InlineData("DELETE", "/webapi/v3/jobs/66f000000000000000000203")]
    [InlineData("POST", "/webapi/v3/workflows/66f00000000000000000a001/jobs")]
    public async Task A_request_with_a_status_fault_changes_nothing(string method, string path)
    {
        Server.InjectFault(new Fault { Path = "/", Method = method, Kind = FaultKind.Status, Status = 503 });
        using HttpResponseMessage before = await ControlAsync(HttpMethod.Get, "jobs");

        using HttpResponseMessage response = await SendAsync(new HttpMethod(method), path, content: Json("{}"));
        using HttpResponseMessage after = await ControlAsync(HttpMethod.Get, "jobs");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(await TextOf(before), await TextOf(after));
        LoggedRequest logged = Assert.Single(Server.Requests);
        Assert.Equal(method, logged.Method);
        Assert.Equal(path, logged.Path + logged.Query);
    }

    public static TheoryData<Fault> InvalidFaults =>
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
    [MemberData(nameof(InvalidFaults), DisableDiscoveryEnumeration = true)]
    public void An_invalid_fault_is_rejected(Fault fault) =>
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

    /// <summary>Sends a request, cancels it when it has arrived, and returns its final log entry.</summary>
    private async Task<LoggedRequest> DisconnectAsync()
    {
        using CancellationTokenSource disconnect = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<HttpResponseMessage> pending = Client.GetAsync(JobPath, disconnect.Token);
        await Server.WaitForRequestAsync(_ => true, Token);
        await disconnect.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        return await Server.WaitForRequestEndAsync(_ => true, Token);
    }

    /// <summary>Returns the Content-Length and the number of bytes received before the connection was closed.</summary>
    private async Task<(long? ContentLength, int Received)> ReadUntilClosedAsync()
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
