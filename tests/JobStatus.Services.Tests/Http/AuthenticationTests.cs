using System;
using System.Text;
using System.Threading.Tasks;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Xplenty;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class AuthenticationTests : ServiceTest
{
    private const string Key = "canary-key";

    [Fact]
    public async Task Alma_gets_the_key_in_its_own_scheme_and_is_asked_for_Json()
    {
        await using RawServer server = await StartAsync();

        await Keep(new AlmaClient(Options(server.BaseUri), SecureText.Of(Key))).GetInstanceAsync("S201", "15", Call);

        RawServer.Received request = Assert.Single(server.Requests);
        Assert.Equal("GET", request.Method);
        Assert.Equal("/almaws/v1/conf/jobs/S201/instances/15", request.Target);
        Assert.Equal($"apikey {Key}", request.Authorization);
        Assert.Equal("application/json", request.Headers["Accept"]);
        AssertNoKeyInUrls(server);
    }

    [Fact]
    public async Task Xplenty_gets_the_key_as_a_user_without_password_and_is_asked_for_version_2()
    {
        await using RawServer server = await StartAsync();

        await Keep(new XplentyClient(Options(server.BaseUri), "acme", SecureText.Of(Key))).GetJobAsync("157", Call);

        RawServer.Received request = Assert.Single(server.Requests);
        Assert.Equal("/acme/api/jobs/157", request.Target);
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Key + ":"))}", request.Authorization);
        Assert.Equal("application/vnd.xplenty+json; version=2", request.Headers["Accept"]);
        AssertNoKeyInUrls(server);
    }

    [Fact]
    public async Task Alteryx_gets_a_ready_token_as_bearer_and_is_never_asked_for_another()
    {
        await using RawServer server = await StartAsync();

        await Keep(new AlteryxClient(Options(new Uri(server.BaseUri, "webapi")), SecureText.Of(Key))).GetJobAsync("j1", includeMessages: false, Call);

        RawServer.Received request = Assert.Single(server.Requests);
        Assert.Equal("/webapi/v3/jobs/j1?includeMessages=false", request.Target);
        Assert.Equal($"Bearer {Key}", request.Authorization);
        Assert.Equal("application/json", request.Headers["Accept"]);
        AssertNoKeyInUrls(server);
    }

    [Fact]
    public async Task Alteryx_gets_the_id_and_secret_in_a_form_without_authorization()
    {
        await using RawServer server = await StartAsync("""{ "access_token": "given-token", "expires_in": 60, "status": "running" }""");

        await Keep(new AlteryxClient(Options(new Uri(server.BaseUri, "webapi")), "client &1", SecureText.Of("canary+/=&key"))).GetJobAsync("j1", includeMessages: true, Call);

        Assert.Equal(2, server.Requests.Count);
        RawServer.Received token = server.Requests[0];
        Assert.Equal("POST", token.Method);
        Assert.Equal("/webapi/oauth2/token", token.Target);
        Assert.Null(token.Authorization);
        Assert.Equal("application/x-www-form-urlencoded", token.Headers["Content-Type"]);
        Assert.Equal("application/json", token.Headers["Accept"]);
        Assert.Equal("grant_type=client_credentials&client_id=client+%261&client_secret=canary%2B%2F%3D%26key", token.Body);
        Assert.Equal("Bearer given-token", server.Requests[1].Authorization);
        AssertNoKeyInUrls(server);
    }

    [Fact]
    public async Task Each_request_says_who_asks()
    {
        await using RawServer server = await StartAsync("""{ "access_token": "given-token", "status": "running" }""");

        await Keep(new AlteryxClient(Options(server.BaseUri), "client", SecureText.Of(Key))).GetJobAsync("j1", includeMessages: true, Call);

        Assert.All(server.Requests, request => Assert.StartsWith("JobStatus/", request.Headers["User-Agent"], StringComparison.Ordinal));
    }

    private static Task<RawServer> StartAsync(string body = """{ "status": "running" }""") =>
        RawServer.StartAsync(
            context =>
            {
                context.Response.ContentType = "application/json";
                return context.Response.WriteAsync(body);
            },
            Token);

    private void AssertNoKeyInUrls(RawServer server)
    {
        Assert.All(server.Requests, request => Assert.DoesNotContain("canary", request.Target, StringComparison.OrdinalIgnoreCase));
        Assert.All(Lines, line => Assert.DoesNotContain("canary", line, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(Lines, line => line.Contains("HTTP 200", StringComparison.Ordinal));
    }
}
