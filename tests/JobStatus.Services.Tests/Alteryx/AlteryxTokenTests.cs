using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Requests;
using JobStatus.Services.Alteryx;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace JobStatus.Services.Tests.Alteryx;

public sealed class AlteryxTokenTests : ServiceTest
{
    private const string TokenPath = "/webapi/oauth2/token";

    [Theory]
    [InlineData(ClientAuthentication.Any, 1)]
    [InlineData(ClientAuthentication.Body, 1)]
    [InlineData(ClientAuthentication.Basic, 2)]
    public async Task The_client_detects_how_the_Server_accepts_the_client_id_and_secret(ClientAuthentication method, int requests)
    {
        Server.Settings = Server.Settings with { AlteryxClientAuthentication = method };

        await ReadAsync(Alteryx());

        Assert.Equal(requests, CountRequests(TokenPath));
    }

    [Fact]
    public async Task The_authentication_method_that_worked_is_remembered()
    {
        Server.Settings = Server.Settings with { AlteryxClientAuthentication = ClientAuthentication.Basic };
        AlteryxClient client = Alteryx();
        await ReadAsync(client);
        Server.RevokeTokens();
        Server.ClearRequests();

        await ReadAsync(client);

        LoggedRequest token = Assert.Single(Server.Requests, request => request.Path == TokenPath);
        Assert.Equal("Basic", token.AuthorizationScheme);
    }

    [Fact]
    public async Task The_client_adapts_if_the_Server_changes_its_authentication_method()
    {
        Server.Settings = Server.Settings with { AlteryxClientAuthentication = ClientAuthentication.Basic };
        AlteryxClient client = Alteryx();
        await ReadAsync(client);
        Server.Settings = Server.Settings with { AlteryxClientAuthentication = ClientAuthentication.Body };
        Server.RevokeTokens();

        await ReadAsync(client);

        Assert.Equal(200, Server.Requests[^1].Status);
    }

    [Fact]
    public async Task Concurrent_reads_share_one_token()
    {
        AlteryxClient client = Alteryx();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ReadAsync(client)));

        Assert.Equal(1, CountRequests(TokenPath));
        Assert.Equal(
            20, Server.Requests.Count(request => request.Path.Contains("/v3/", StringComparison.Ordinal) && request.Status == 200));
    }

    [Fact]
    public async Task A_token_is_reused_and_renewed_shortly_before_it_expires()
    {
        AlteryxClient client = Alteryx();
        await ReadAsync(client);

        Clock.Advance(3600 - 61);
        await ReadAsync(client);
        int before = CountRequests(TokenPath);
        Clock.Advance(1);
        await ReadAsync(client);

        Assert.Equal(1, before);
        Assert.Equal(2, CountRequests(TokenPath));
        Assert.DoesNotContain(Server.Requests, request => request.Status == 401);
    }

    [Fact]
    public async Task A_token_with_a_short_lifetime_is_renewed_in_the_last_tenth_of_it()
    {
        Server.Settings = Server.Settings with { AlteryxTokenSeconds = 10 };
        AlteryxClient client = Alteryx();
        await ReadAsync(client);

        Clock.Advance(8.9);
        await ReadAsync(client);
        int before = CountRequests(TokenPath);
        Clock.Advance(0.1);
        await ReadAsync(client);

        Assert.Equal(1, before);
        Assert.Equal(2, CountRequests(TokenPath));
    }

    [Fact]
    public async Task A_token_that_the_Server_revoked_is_renewed_once()
    {
        AlteryxClient client = Alteryx();
        await ReadAsync(client);
        Server.RevokeTokens();
        Server.ClearRequests();

        await ReadAsync(client);

        Assert.Equal([401, 200, 200], Server.Requests.Select(request => request.Status!.Value));
        Assert.Equal(1, CountRequests(TokenPath));
    }

    [Fact]
    public async Task Concurrent_reads_with_a_revoked_token_all_succeed()
    {
        AlteryxClient client = Alteryx();
        await ReadAsync(client);
        Server.RevokeTokens();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ReadAsync(client)));

        Assert.Equal(
            20 + 1, Server.Requests.Count(request => request.Path.Contains("/v3/", StringComparison.Ordinal) && request.Status == 200));
    }

    [Fact]
    public async Task An_error_is_reported_if_a_new_token_is_rejected_too()
    {
        InjectResponse("/webapi/v3", 401, """{ "message": "Authorization has been denied for this request." }""");

        JobServiceException error = await GetErrorAsync(ReadAsync(Alteryx(retries: 4)));

        Assert.Equal(JobServiceErrorKind.AuthenticationFailed, error.Kind);
        Assert.Equal(401, error.StatusCode);
        Assert.Contains("Authorization has been denied", error.Problem, StringComparison.Ordinal);
        Assert.Equal(2, CountRequests("/webapi/v3"));
        Assert.Equal(2, CountRequests(TokenPath));
    }

    [Fact]
    public async Task A_token_from_the_user_is_neither_requested_nor_renewed()
    {
        AlteryxClient client = await AlteryxWithAccessTokenAsync();
        await ReadAsync(client);
        Server.RevokeTokens();

        JobServiceException error = await GetErrorAsync(ReadAsync(client));

        Assert.Equal(JobServiceErrorKind.AuthenticationFailed, error.Kind);
        Assert.Equal([200, 401], Server.Requests.Select(request => request.Status!.Value));
    }

    [Fact]
    public async Task The_error_for_a_wrong_secret_contains_the_text_of_the_Server()
    {
        JobServiceException error = await GetErrorAsync(ReadAsync(Alteryx(retries: 4, secret: "canary-key")));

        Assert.Equal(JobServiceErrorKind.AuthenticationFailed, error.Kind);
        Assert.Equal(401, error.StatusCode);
        Assert.Contains("The client is not known", error.Problem, StringComparison.Ordinal);
        Assert.Contains("oauth2/token", error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-key", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, CountRequests(TokenPath));
        Assert.Equal(0, CountRequests("/webapi/v3"));
    }

    [Theory]
    [InlineData("""{ "access_token": "given", "token_type": "bearer" }""")]
    [InlineData("""{ "access_token": "given", "expires_in": null }""")]
    [InlineData("""{ "access_token": "given", "expires_in": "soon" }""")]
    [InlineData("""{ "access_token": "given", "expires_in": {} }""")]
    [InlineData("""{ "access_token": "given", "expires_in": 0 }""")]
    [InlineData("""{ "access_token": "given", "expires_in": -5 }""")]
    [InlineData("""{ "access_token": "given", "expires_in": 1e400 }""")]
    [InlineData("""{ "access_token": "given", "expires_in": 1e300 }""")]
    public async Task A_token_without_a_valid_lifetime_has_the_default_lifetime(string body) =>
        Assert.Equal(TimeSpan.FromHours(1) - TimeSpan.FromMinutes(1), await MeasureLifetimeAsync(body));

    [Theory]
    [InlineData("""{ "access_token": "given", "expires_in": 100 }""", 90)]
    [InlineData("""{ "access_token": "given", "expires_in": "100" }""", 90)]
    [InlineData("""{ "access_token": "given", "expires_in": 100.5, }""", 90.45)]
    [InlineData("\uFEFF{ \"access_token\": \"given\", \"expires_in\": 100, \"new\": [] }", 90)]
    public async Task The_lifetime_of_a_token_is_read_from_numbers_and_texts(string body, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), await MeasureLifetimeAsync(body));

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("{}", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("{ \"access_token\": \"\" }", "application/json")]
    [InlineData("{ \"access_token\": null }", "application/json")]
    [InlineData("{ \"access_token\": { \"a\": 1 } }", "application/json")]
    [InlineData("{ \"access_token\": \"a b\" }", "application/json")]
    [InlineData("{ \"access_token\": \"a\\r\\nX-Other: 1\" }", "application/json")]
    [InlineData("{ \"access_token\": \"a\\u00e9\" }", "application/json")]
    [InlineData("{ \"access_tok", "application/json")]
    [InlineData("<html>Sign in</html>", "text/html")]
    public async Task A_response_without_a_usable_token_is_an_unexpected_response(string body, string contentType)
    {
        Server.InjectFault(
            new Fault { Path = TokenPath, Kind = FaultKind.Body, Body = body, ContentType = contentType, Count = Fault.UntilRemoved });

        JobServiceException error = await GetErrorAsync(ReadAsync(Alteryx()));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(200, error.StatusCode);
        Assert.Contains("token", error.Problem, StringComparison.Ordinal);
        Assert.Equal(0, CountRequests("/webapi/v3"));
    }

    [Theory]
    [InlineData(400, JobServiceErrorKind.AuthenticationFailed)]
    [InlineData(401, JobServiceErrorKind.AuthenticationFailed)]
    [InlineData(403, JobServiceErrorKind.AccessDenied)]
    [InlineData(404, JobServiceErrorKind.UnexpectedResponse)]
    [InlineData(405, JobServiceErrorKind.UnexpectedResponse)]
    [InlineData(429, JobServiceErrorKind.LimitReached)]
    [InlineData(500, JobServiceErrorKind.ServiceUnavailable)]
    [InlineData(503, JobServiceErrorKind.ServiceUnavailable)]
    public async Task Each_HTTP_status_of_a_token_request_maps_to_an_error_kind(int status, JobServiceErrorKind kind)
    {
        InjectResponse(TokenPath, status, """{ "error": "some_code", "error_description": "Why\nnot." }""");

        JobServiceException error = await GetErrorAsync(ReadAsync(Alteryx()));

        Assert.Equal(kind, error.Kind);
        Assert.Equal(status, error.StatusCode);
        Assert.Contains($"HTTP {status}", error.Problem, StringComparison.Ordinal);
        Assert.Contains("Why not.", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.Status, 503)]
    [InlineData(FaultKind.Status, 429)]
    [InlineData(FaultKind.Reset, null)]
    public async Task A_token_request_is_retried_after_a_transient_error(FaultKind kind, int? status)
    {
        Server.InjectFault(new Fault { Path = TokenPath, Kind = kind, Status = status, Count = 2 });

        Task<AlteryxJob> read = Alteryx(retries: 2).GetJobAsync(AlteryxJobId, includeMessages: true, Call);
        await AdvanceClockAsync(read);

        Assert.NotNull(await read);
        Assert.Equal(3, CountRequests(TokenPath));
    }

    [Fact]
    public async Task A_retry_of_the_token_request_respects_Retry_After()
    {
        InjectResponse(TokenPath, 503, retryAfter: "17", count: 1);

        Task<AlteryxJob> read = Alteryx(retries: 1).GetJobAsync(AlteryxJobId, includeMessages: true, Call);
        IReadOnlyList<TimeSpan> delays = await AdvanceClockAsync(read);

        Assert.NotNull(await read);
        Assert.Equal([TimeSpan.FromSeconds(17)], delays);
    }

    [Theory]
    [InlineData(FaultKind.Status, 503)]
    [InlineData(FaultKind.Status, 429)]
    [InlineData(FaultKind.Reset, null)]
    public async Task A_transient_error_of_the_second_authentication_method_is_retried(FaultKind kind, int? status)
    {
        InjectResponse(TokenPath, 401, count: 1);
        Server.InjectFault(new Fault { Path = TokenPath, Kind = kind, Status = status });

        Task<AlteryxJob> read = Alteryx(retries: 1).GetJobAsync(AlteryxJobId, includeMessages: true, Call);
        await AdvanceClockAsync(read);

        Assert.NotNull(await read);
    }

    [Fact]
    public async Task A_token_request_without_a_response_times_out()
    {
        Server.InjectFault(new Fault { Path = TokenPath, Kind = FaultKind.Hang });

        Task<AlteryxJob> read = Alteryx(timeout: TimeSpan.FromSeconds(30)).GetJobAsync(AlteryxJobId, includeMessages: true, Call);
        await WithTimeout(Server.WaitForRequestAsync(_ => true, Token));
        Clock.Advance(30);
        JobServiceException error = await GetErrorAsync(read);

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task A_token_or_secret_that_a_server_echoes_is_redacted()
    {
        await using RawServer server = await RawServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = context.Request.Path == "/oauth2/token" ? 200 : 400;
                return context.Response.WriteAsync(context.Request.Path == "/oauth2/token"
                    ? """{ "access_token": "canary-token" }"""
                    : """{ "message": "canary-token, canary-secret, Y2xpZW50OmNhbmFyeS1zZWNyZXQ=" }""");
            },
            Token);
        AlteryxClient client = Track(new AlteryxClient(Options(server.BaseUri), "client", SecureStrings.From("canary-secret")));

        JobServiceException error = await GetErrorAsync(ReadAsync(client));

        Assert.Contains("***, ***, ***", error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_was_replaced_during_the_request_is_redacted_too()
    {
        int tokens = 0;
        TaskCompletionSource firstRequestReceived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource secondReadCompleted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RawServer server = await RawServer.StartAsync(
            async context =>
            {
                if (context.Request.Path == "/oauth2/token")
                {
                    await context.Response.WriteAsync($$"""{ "access_token": "canary-token-{{++tokens}}" }""");
                }
                else if (context.Request.Path == "/v3/jobs/slow")
                {
                    firstRequestReceived.TrySetResult();
                    await secondReadCompleted.Task;
                    context.Response.StatusCode = 500;
                    await context.Response.WriteAsync($$"""{ "message": "Sent: {{context.Request.Headers.Authorization}}" }""");
                }
                else
                {
                    context.Response.StatusCode = context.Request.Headers.Authorization == "Bearer canary-token-1" ? 401 : 200;
                    await context.Response.WriteAsync("""{ "status": "running" }""");
                }
            },
            Token);
        AlteryxClient client = Track(new AlteryxClient(Options(server.BaseUri), "client", SecureStrings.From("some-secret")));

        Task<AlteryxJob> slow = client.GetJobAsync("slow", includeMessages: true, Call);
        await WithTimeout(firstRequestReceived.Task);
        await client.GetJobAsync("other", includeMessages: true, Call);
        secondReadCompleted.SetResult();
        JobServiceException error = await GetErrorAsync(slow);

        Assert.Equal(2, tokens);
        Assert.Contains("Sent: Bearer ***", error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<AlteryxJob> ReadAsync(AlteryxClient client, string id = AlteryxJobId) =>
        await WithTimeout(client.GetJobAsync(id, includeMessages: true, new CallContext(Token)));

    /// <summary>Measures how long a token is used before the client requests the next token.</summary>
    private async Task<TimeSpan> MeasureLifetimeAsync(string body)
    {
        await using RawServer server = await RawServer.StartAsync(
            context => context.Response.WriteAsync(context.Request.Path == "/oauth2/token" ? body : """{ "status": "running" }"""), Token);
        AlteryxClient client = Track(new AlteryxClient(Options(server.BaseUri), "client", SecureStrings.From("some-secret")));
        int Tokens() => server.Requests.Count(request => request.Target == "/oauth2/token");
        DateTimeOffset start = Clock.GetUtcNow();

        await ReadAsync(client);
        foreach (double step in new[] { 89.0, 1, 0.45, 3449.54, 0.01 })
        {
            Clock.Advance(step);
            await ReadAsync(client);
            if (Tokens() > 1)
            {
                break;
            }
        }

        Assert.Equal(2, Tokens());
        return Clock.GetUtcNow() - start;
    }
}
