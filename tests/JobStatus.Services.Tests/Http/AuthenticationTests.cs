using System;
using System.Text;
using System.Threading.Tasks;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Http;
using JobStatus.Services.Xplenty;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class AuthenticationTests : ServiceTest
{
    private const string Key = "canary-key";

    [Fact]
    public async Task An_Alma_request_contains_the_key_in_the_apikey_scheme_and_accepts_Json()
    {
        await using RawServer server = await StartAsync();

        await Track(new AlmaClient(Options(server.BaseUri), SecureStrings.From(Key))).GetInstanceAsync("S201", "15", Call);

        RawServer.ReceivedRequest request = Assert.Single(server.Requests);
        Assert.Equal("GET", request.Method);
        Assert.Equal("/almaws/v1/conf/jobs/S201/instances/15", request.Target);
        Assert.Equal($"apikey {Key}", request.Authorization);
        Assert.Equal("application/json", request.Headers["Accept"]);
        AssertNoKeyInUrls(server);
    }

    [Fact]
    public void A_key_is_a_secret_by_itself_and_in_the_form_in_which_it_is_sent()
    {
        KeyAuthenticator authenticator = new(new Secret(SecureStrings.From(Key)), "Basic", key => $"{key}:");

        Assert.Equal([Key, $"{Key}:"], authenticator.GetSecrets());
    }

    [Fact]
    public async Task An_Xplenty_request_contains_the_key_as_the_user_name_and_accepts_version_2()
    {
        await using RawServer server = await StartAsync();

        await Track(new XplentyClient(Options(server.BaseUri), "acme", SecureStrings.From(Key))).GetJobAsync("157", Call);

        RawServer.ReceivedRequest request = Assert.Single(server.Requests);
        Assert.Equal("/acme/api/jobs/157", request.Target);
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Key + ":"))}", request.Authorization);
        Assert.Equal("application/vnd.xplenty+json; version=2", request.Headers["Accept"]);
        AssertNoKeyInUrls(server);
    }

    [Fact]
    public async Task An_Alteryx_request_contains_the_token_of_the_user_and_no_token_is_requested()
    {
        await using RawServer server = await StartAsync();

        AlteryxClient client = Track(new AlteryxClient(Options(new Uri(server.BaseUri, "webapi")), SecureStrings.From(Key)));
        await client.GetJobAsync("j1", includeMessages: false, Call);

        RawServer.ReceivedRequest request = Assert.Single(server.Requests);
        Assert.Equal("/webapi/v3/jobs/j1?includeMessages=false", request.Target);
        Assert.Equal($"Bearer {Key}", request.Authorization);
        Assert.Equal("application/json", request.Headers["Accept"]);
        AssertNoKeyInUrls(server);
    }

    [Fact]
    public async Task An_Alteryx_token_request_contains_the_client_id_and_secret_in_a_form()
    {
        await using RawServer server = await StartAsync("""{ "access_token": "given-token", "expires_in": 60, "status": "running" }""");

        AlteryxClient client = Track(
            new AlteryxClient(Options(new Uri(server.BaseUri, "webapi")), "client &1", SecureStrings.From("canary+/=&key")));
        await client.GetJobAsync("j1", includeMessages: true, Call);

        Assert.Equal(2, server.Requests.Count);
        RawServer.ReceivedRequest token = server.Requests[0];
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
    public async Task Each_request_has_a_user_agent()
    {
        await using RawServer server = await StartAsync("""{ "access_token": "given-token", "status": "running" }""");

        AlteryxClient client = Track(new AlteryxClient(Options(server.BaseUri), "client", SecureStrings.From(Key)));
        await client.GetJobAsync("j1", includeMessages: true, Call);

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
