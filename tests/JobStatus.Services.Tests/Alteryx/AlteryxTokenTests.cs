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
    public async Task The_way_in_which_the_Server_takes_id_and_secret_is_found(ClientAuthentication way, int asked)
    {
        Server.Settings = Server.Settings with { AlteryxClientAuthentication = way };

        await ReadAsync(Alteryx());

        Assert.Equal(asked, Count(TokenPath));
    }

    [Fact]
    public async Task The_way_that_worked_is_remembered()
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
    public async Task A_Server_that_changes_its_mind_is_followed()
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
    public async Task Many_reads_at_once_share_one_token()
    {
        AlteryxClient client = Alteryx();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ReadAsync(client)));

        Assert.Equal(1, Count(TokenPath));
        Assert.Equal(20, Server.Requests.Count(request => request.Path.Contains("/v3/", StringComparison.Ordinal) && request.Status == 200));
    }

    [Fact]
    public async Task A_token_is_used_while_it_lives_and_renewed_before_it_ends()
    {
        AlteryxClient client = Alteryx();
        await ReadAsync(client);

        Clock.Advance(3600 - 61);
        await ReadAsync(client);
        int before = Count(TokenPath);
        Clock.Advance(1);
        await ReadAsync(client);

        Assert.Equal(1, before);
        Assert.Equal(2, Count(TokenPath));
        Assert.DoesNotContain(Server.Requests, request => request.Status == 401);
    }

    [Fact]
    public async Task A_short_token_is_renewed_in_its_last_tenth()
    {
        Server.Settings = Server.Settings with { AlteryxTokenSeconds = 10 };
        AlteryxClient client = Alteryx();
        await ReadAsync(client);

        Clock.Advance(8.9);
        await ReadAsync(client);
        int before = Count(TokenPath);
        Clock.Advance(0.1);
        await ReadAsync(client);

        Assert.Equal(1, before);
        Assert.Equal(2, Count(TokenPath));
    }

    [Fact]
    public async Task A_token_that_the_Server_ended_early_is_renewed_once()
    {
        AlteryxClient client = Alteryx();
        await ReadAsync(client);
        Server.RevokeTokens();
        Server.ClearRequests();

        await ReadAsync(client);

        Assert.Equal([401, 200, 200], Server.Requests.Select(request => request.Status!.Value));
        Assert.Equal(1, Count(TokenPath));
    }

    [Fact]
    public async Task Many_reads_whose_token_was_ended_renew_it_and_all_succeed()
    {
        AlteryxClient client = Alteryx();
        await ReadAsync(client);
        Server.RevokeTokens();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ReadAsync(client)));

        Assert.Equal(20 + 1, Server.Requests.Count(request => request.Path.Contains("/v3/", StringComparison.Ordinal) && request.Status == 200));
    }

    [Fact]
    public async Task A_second_refusal_is_reported()
    {
        Answer("/webapi/v3", 401, """{ "message": "Authorization has been denied for this request." }""");

        JobServiceException error = await RefusedAsync(ReadAsync(Alteryx(retries: 4)));

        Assert.Equal(JobServiceErrorKind.AuthenticationFailed, error.Kind);
        Assert.Equal(401, error.StatusCode);
        Assert.Contains("Authorization has been denied", error.Problem, StringComparison.Ordinal);
        Assert.Equal(2, Count("/webapi/v3"));
        Assert.Equal(2, Count(TokenPath));
    }

    [Fact]
    public async Task A_ready_token_is_neither_asked_for_nor_renewed()
    {
        AlteryxClient client = await AlteryxWithReadyTokenAsync();
        await ReadAsync(client);
        Server.RevokeTokens();

        JobServiceException error = await RefusedAsync(ReadAsync(client));

        Assert.Equal(JobServiceErrorKind.AuthenticationFailed, error.Kind);
        Assert.Equal([200, 401], Server.Requests.Select(request => request.Status!.Value));
    }

    [Fact]
    public async Task A_wrong_secret_is_told_with_the_words_of_the_Server()
    {
        JobServiceException error = await RefusedAsync(ReadAsync(Alteryx(retries: 4, secret: "canary-key")));

        Assert.Equal(JobServiceErrorKind.AuthenticationFailed, error.Kind);
        Assert.Equal(401, error.StatusCode);
        Assert.Contains("The client is not known", error.Problem, StringComparison.Ordinal);
        Assert.Contains("oauth2/token", error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-key", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, Count(TokenPath));
        Assert.Equal(0, Count("/webapi/v3"));
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
    public async Task A_token_whose_life_is_not_told_has_the_usual_one(string body) =>
        Assert.Equal(TimeSpan.FromHours(1) - TimeSpan.FromMinutes(1), await LifeAsync(body));

    [Theory]
    [InlineData("""{ "access_token": "given", "expires_in": 100 }""", 90)]
    [InlineData("""{ "access_token": "given", "expires_in": "100" }""", 90)]
    [InlineData("""{ "access_token": "given", "expires_in": 100.5, }""", 90.45)]
    [InlineData("\uFEFF{ \"access_token\": \"given\", \"expires_in\": 100, \"new\": [] }", 90)]
    public async Task The_life_of_a_token_may_be_written_in_several_ways(string body, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), await LifeAsync(body));

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
    public async Task An_answer_without_a_token_that_can_be_used_is_unexpected(string body, string contentType)
    {
        Server.InjectFault(new Fault { Path = TokenPath, Kind = FaultKind.Body, Body = body, ContentType = contentType, Count = Fault.UntilRemoved });

        JobServiceException error = await RefusedAsync(ReadAsync(Alteryx()));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(200, error.StatusCode);
        Assert.Contains("token", error.Problem, StringComparison.Ordinal);
        Assert.Equal(0, Count("/webapi/v3"));
    }

    [Theory]
    [InlineData(400, JobServiceErrorKind.AuthenticationFailed)]
    [InlineData(401, JobServiceErrorKind.AuthenticationFailed)]
    [InlineData(403, JobServiceErrorKind.AccessDenied)]
    [InlineData(404, JobServiceErrorKind.UnexpectedResponse)]
    [InlineData(405, JobServiceErrorKind.NotSupportedByServer)]
    [InlineData(429, JobServiceErrorKind.LimitReached)]
    [InlineData(500, JobServiceErrorKind.ServiceUnavailable)]
    [InlineData(503, JobServiceErrorKind.ServiceUnavailable)]
    public async Task Each_refusal_of_a_token_has_its_kind(int status, JobServiceErrorKind kind)
    {
        Answer(TokenPath, status, """{ "error": "some_code", "error_description": "Why\nnot." }""");

        JobServiceException error = await RefusedAsync(ReadAsync(Alteryx()));

        Assert.Equal(kind, error.Kind);
        Assert.Equal(status, error.StatusCode);
        Assert.Contains($"HTTP {status}", error.Problem, StringComparison.Ordinal);
        Assert.Contains("Why not.", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.Status, 503)]
    [InlineData(FaultKind.Status, 429)]
    [InlineData(FaultKind.Reset, null)]
    public async Task A_token_that_cannot_be_had_just_now_is_asked_for_again(FaultKind kind, int? status)
    {
        Server.InjectFault(new Fault { Path = TokenPath, Kind = kind, Status = status, Count = 2 });

        Task<AlteryxJob> read = Alteryx(retries: 2).GetJobAsync(AlteryxJobId, includeMessages: true, Call);
        await DriveAsync(read);

        Assert.NotNull(await read);
        Assert.Equal(3, Count(TokenPath));
    }

    [Fact]
    public async Task The_patience_that_the_token_call_asks_for_is_had()
    {
        Answer(TokenPath, 503, retryAfter: "17", count: 1);

        Task<AlteryxJob> read = Alteryx(retries: 1).GetJobAsync(AlteryxJobId, includeMessages: true, Call);
        IReadOnlyList<TimeSpan> delays = await DriveAsync(read);

        Assert.NotNull(await read);
        Assert.Equal([TimeSpan.FromSeconds(17)], delays);
    }

    [Theory]
    [InlineData(FaultKind.Status, 503)]
    [InlineData(FaultKind.Status, 429)]
    [InlineData(FaultKind.Reset, null)]
    public async Task A_fault_of_the_second_way_is_no_wrong_secret(FaultKind kind, int? status)
    {
        Answer(TokenPath, 401, count: 1);
        Server.InjectFault(new Fault { Path = TokenPath, Kind = kind, Status = status });

        Task<AlteryxJob> read = Alteryx(retries: 1).GetJobAsync(AlteryxJobId, includeMessages: true, Call);
        await DriveAsync(read);

        Assert.NotNull(await read);
    }

    [Fact]
    public async Task A_token_call_that_never_ends_is_given_up_after_the_limit()
    {
        Server.InjectFault(new Fault { Path = TokenPath, Kind = FaultKind.Hang });

        Task<AlteryxJob> read = Alteryx(timeout: TimeSpan.FromSeconds(30)).GetJobAsync(AlteryxJobId, includeMessages: true, Call);
        await Soon(Server.WaitForRequestAsync(_ => true, Token));
        Clock.Advance(30);
        JobServiceException error = await RefusedAsync(read);

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task Neither_token_nor_secret_is_shown_when_a_server_repeats_them()
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
        AlteryxClient client = Keep(new AlteryxClient(Options(server.BaseUri), "client", SecureText.Of("canary-secret")));

        JobServiceException error = await RefusedAsync(ReadAsync(client));

        Assert.Contains("***, ***, ***", error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_was_replaced_meanwhile_is_not_shown_either()
    {
        int tokens = 0;
        TaskCompletionSource firstHasCome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource secondIsDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RawServer server = await RawServer.StartAsync(
            async context =>
            {
                if (context.Request.Path == "/oauth2/token")
                {
                    await context.Response.WriteAsync($$"""{ "access_token": "canary-token-{{++tokens}}" }""");
                }
                else if (context.Request.Path == "/v3/jobs/slow")
                {
                    firstHasCome.TrySetResult();
                    await secondIsDone.Task;
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
        AlteryxClient client = Keep(new AlteryxClient(Options(server.BaseUri), "client", SecureText.Of("some-secret")));

        Task<AlteryxJob> slow = client.GetJobAsync("slow", includeMessages: true, Call);
        await Soon(firstHasCome.Task);
        await client.GetJobAsync("other", includeMessages: true, Call);
        secondIsDone.SetResult();
        JobServiceException error = await RefusedAsync(slow);

        Assert.Equal(2, tokens);
        Assert.Contains("Sent: Bearer ***", error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<AlteryxJob> ReadAsync(AlteryxClient client, string id = AlteryxJobId) =>
        await Soon(client.GetJobAsync(id, includeMessages: true, new CallContext(Token)));

    /// <summary>For how long a token is used.</summary>
    private async Task<TimeSpan> LifeAsync(string body)
    {
        await using RawServer server = await RawServer.StartAsync(
            context => context.Response.WriteAsync(context.Request.Path == "/oauth2/token" ? body : """{ "status": "running" }"""), Token);
        AlteryxClient client = Keep(new AlteryxClient(Options(server.BaseUri), "client", SecureText.Of("some-secret")));
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
