using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Requests;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

public sealed class SandboxRequestLogTests : SandboxTest
{
    [Fact]
    public async Task A_request_is_logged_with_its_details_and_its_response_status()
    {
        Client.DefaultRequestHeaders.UserAgent.ParseAdd("tester/1.0");

        using HttpResponseMessage response = await GetAsync(
            "/demo/api/jobs/9?include=log_summary", XplentyKey, XplentyVersion2);
        LoggedRequest request = await Server.WaitForRequestEndAsync(_ => true, Token);

        Assert.Equal(
            new LoggedRequest(
                Sequence: 1,
                Time: Clock.GetUtcNow(),
                Method: "GET",
                Path: "/demo/api/jobs/9",
                Query: "?include=log_summary",
                Status: 404,
                Ended: true,
                Accept: XplentyVersion2,
                UserAgent: "tester/1.0",
                HasAuthorization: true,
                AuthorizationScheme: "Basic"),
            request);
    }

    [Fact]
    public async Task A_client_that_has_the_response_finds_its_status_in_the_log()
    {
        using HttpResponseMessage response = await GetAsync("/almaws/v1/conf/test", AlmaKey);

        Assert.Equal(200, Assert.Single(Server.Requests).Status);
    }

    [Theory]
    [InlineData("?apikey=sandbox-alma-key&format=json", "?apikey=***&format=json")]
    [InlineData("?format=json&APIKEY=sandbox-alma-key", "?format=json&APIKEY=***")]
    public async Task A_key_in_the_query_is_redacted(string query, string logged)
    {
        using HttpResponseMessage response = await GetAsync($"/almaws/v1/conf/test{query}");

        Assert.Equal(logged, Assert.Single(Server.Requests).Query);
    }

    [Fact]
    public async Task A_key_without_a_scheme_is_not_logged()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/almaws/v1/conf/test");
        request.Headers.TryAddWithoutValidation("Authorization", "sandbox-alma-key");

        using HttpResponseMessage response = await Client.SendAsync(request, Token);

        LoggedRequest logged = Assert.Single(Server.Requests);
        Assert.True(logged.HasAuthorization);
        Assert.Null(logged.AuthorizationScheme);
    }

    [Fact]
    public async Task Control_requests_are_not_logged()
    {
        using HttpResponseMessage response = await ControlAsync(HttpMethod.Get, "requests");

        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task Clearing_the_log_does_not_reset_the_request_numbers()
    {
        using HttpResponseMessage first = await GetAsync("/one");
        Server.ClearRequests();
        using HttpResponseMessage second = await GetAsync("/two");

        LoggedRequest request = Assert.Single(Server.Requests);
        Assert.Equal("/two", request.Path);
        Assert.Equal(2, request.Sequence);
    }

    [Fact]
    public async Task A_wait_can_return_a_request_before_its_response()
    {
        Server.InjectFault(new Fault { Path = "/slow", Kind = FaultKind.Hang });
        Task<LoggedRequest> arrival = Server.WaitForRequestAsync(request => request.Path == "/slow", Token);
        Task<LoggedRequest> end = Server.WaitForRequestEndAsync(request => request.Path == "/slow", Token);

        using HttpResponseMessage other = await GetAsync("/other");
        Task<HttpResponseMessage> pending = GetAsync("/slow");
        LoggedRequest arrived = await arrival;
        bool endedEarly = end.IsCompleted;
        Server.RemoveFault(Server.Faults.Single().Id);
        using HttpResponseMessage response = await pending;
        LoggedRequest ended = await end;

        Assert.False(arrived.Ended);
        Assert.Null(arrived.Status);
        Assert.False(endedEarly);
        Assert.True(ended.Ended);
        Assert.Equal(404, ended.Status);
        Assert.Equal(arrived.Sequence, ended.Sequence);
    }

    [Fact]
    public async Task A_wait_can_be_canceled()
    {
        using CancellationTokenSource cancellation = new();
        Task<LoggedRequest> wait = Server.WaitForRequestAsync(_ => true, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }
}
