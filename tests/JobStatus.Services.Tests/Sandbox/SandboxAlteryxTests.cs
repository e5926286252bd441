using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Jobs;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

public sealed class SandboxAlteryxTests : SandboxTest
{
    private const string SeedPath = "/webapi/v3/jobs/66ebd18d3d6200007e000d8c";

    [Theory]
    [InlineData("")]
    [InlineData("?includeMessages=true")]
    [InlineData("?includeMessages=")]
    [InlineData("?includeMessages")]
    public async Task The_documented_job_is_returned_unchanged(string query)
    {
        using HttpResponseMessage response = await GetAsync(SeedPath + query, await BearerAsync());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Seed("alteryx-job.json"), await TextOf(response));
    }

    [Fact]
    public async Task The_documented_job_never_finishes()
    {
        Clock.Advance(seconds: 3000);
        using HttpResponseMessage response = await GetAsync(SeedPath, await BearerAsync());

        Assert.Equal("string", (string?)(await JsonOf(response))["status"]);
    }

    [Fact]
    public async Task The_documented_messages_are_a_single_object()
    {
        using HttpResponseMessage response = await GetAsync($"{SeedPath}/messages", await BearerAsync());

        Assert.Equal(Seed("alteryx-messages.json"), await TextOf(response));
    }

    [Theory]
    [InlineData(SeedPath)]
    [InlineData("/webapi/v3/jobs/66f000000000000000000201")]
    public async Task Excluding_messages_does_not_change_other_fields(string path)
    {
        using HttpResponseMessage whole = await GetAsync(path, await BearerAsync());
        using HttpResponseMessage reduced = await GetAsync($"{path}?includeMessages=false", await BearerAsync());

        JsonObject expected = await JsonOf(whole);
        Assert.True(expected.Remove("messages"));
        Assert.True(JsonNode.DeepEquals(expected, await JsonOf(reduced)));
    }

    [Fact]
    public async Task An_invalid_Boolean_parameter_returns_400_and_names_the_parameter()
    {
        using HttpResponseMessage response = await GetAsync($"{SeedPath}?includeMessages=maybe", await BearerAsync());

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotNull((await JsonOf(response))["modelState"]!["includeMessages"]);
    }

    [Fact]
    public async Task A_token_can_be_requested_with_credentials_in_the_form()
    {
        using HttpResponseMessage response = await RequestTokenAsync("sandbox-client", "sandbox-secret");

        JsonObject token = await JsonOf(response);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("bearer", (string?)token["token_type"]);
        Assert.Equal(3600, (int)token["expires_in"]!);
        Assert.Matches("^[0-9a-f]{64}$", (string?)token["access_token"]);
    }

    [Fact]
    public async Task A_token_can_be_requested_with_Basic_authentication()
    {
        using HttpResponseMessage response = await RequestTokenByBasicAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(ClientAuthentication.Body, HttpStatusCode.OK, HttpStatusCode.Unauthorized)]
    [InlineData(ClientAuthentication.Basic, HttpStatusCode.Unauthorized, HttpStatusCode.OK)]
    public async Task The_sandbox_can_accept_only_one_way_of_client_authentication(
        ClientAuthentication accepted, HttpStatusCode inForm, HttpStatusCode byBasic)
    {
        Server.Settings = Server.Settings with { AlteryxClientAuthentication = accepted };

        using HttpResponseMessage form = await RequestTokenAsync("sandbox-client", "sandbox-secret");
        using HttpResponseMessage basic = await RequestTokenByBasicAsync();

        Assert.Equal(inForm, form.StatusCode);
        Assert.Equal(byBasic, basic.StatusCode);
        HttpResponseMessage rejected = form.IsSuccessStatusCode ? basic : form;
        Assert.Equal("invalid_client", (string?)(await JsonOf(rejected))["error"]);
    }

    [Theory]
    [InlineData("wrong", "sandbox-secret")]
    [InlineData("sandbox-client", "wrong")]
    [InlineData("", "")]
    public async Task A_token_request_with_wrong_credentials_is_rejected(string clientId, string clientSecret)
    {
        using HttpResponseMessage response = await RequestTokenAsync(clientId, clientSecret);

        JsonObject error = await JsonOf(response);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("invalid_client", (string?)error["error"]);
        Assert.NotEqual("", (string?)error["error_description"]);
    }

    [Fact]
    public async Task A_token_request_with_another_grant_type_is_rejected()
    {
        using HttpResponseMessage response = await RequestTokenAsync("sandbox-client", "sandbox-secret", "password");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("unsupported_grant_type", (string?)(await JsonOf(response))["error"]);
    }

    [Fact]
    public async Task A_token_request_that_is_not_a_form_is_rejected()
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Post, "/webapi/oauth2/token", content: new StringContent("{}"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_request", (string?)(await JsonOf(response))["error"]);
    }

    public static TheoryData<string, string> MalformedForms => new()
    {
        { "multipart/form-data", "grant_type=client_credentials" },
        { "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"grant_type\"\r\n\r\nclient" },
        { "application/x-www-form-urlencoded", $"{new string('a', 5000)}=1" },
        { "application/x-www-form-urlencoded", string.Concat(Enumerable.Repeat("a=1&", 2000)) },
        { "not a content type", "grant_type=client_credentials" },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(MalformedForms))]
    public async Task A_malformed_token_request_is_rejected(string contentType, string body)
    {
        using ByteArrayContent content = new(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using HttpResponseMessage response = await SendAsync(HttpMethod.Post, "/webapi/oauth2/token", content: content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_request", (string?)(await JsonOf(response))["error"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Basic c2FuZGJveC1jbGllbnQ6c2FuZGJveC1zZWNyZXQ=")]
    public async Task A_request_without_a_valid_token_returns_401(string? authorization)
    {
        using HttpResponseMessage response = await GetAsync(SeedPath, authorization);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("""{"message":"Authorization has been denied for this request."}""", await TextOf(response));
    }

    [Fact]
    public async Task A_token_expires_after_its_lifetime()
    {
        Server.Settings = Server.Settings with { AlteryxTokenSeconds = 60 };
        string bearer = await BearerAsync();

        Clock.Advance(seconds: 59);
        using HttpResponseMessage before = await GetAsync(SeedPath, bearer);
        Clock.Advance(seconds: 1);
        using HttpResponseMessage after = await GetAsync(SeedPath, bearer);

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task Tokens_can_be_revoked_and_requested_again()
    {
        string bearer = await BearerAsync();
        Server.RevokeTokens();

        using HttpResponseMessage revoked = await GetAsync(SeedPath, bearer);
        using HttpResponseMessage renewed = await GetAsync(SeedPath, await BearerAsync());

        Assert.Equal(HttpStatusCode.Unauthorized, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
    }

    [Theory]
    [InlineData("/webapi/v3/jobs/none")]
    [InlineData("/webapi/v3/jobs/none/messages")]
    public async Task An_unknown_job_returns_404_and_an_exception(string path)
    {
        using HttpResponseMessage response = await GetAsync(path, await BearerAsync());

        JsonObject error = await JsonOf(response);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(["data", "exceptionName", "innerExceptionMessage", "message"], error.Select(field => field.Key));
        Assert.Null(error["data"]);
    }

    [Fact]
    public async Task An_unknown_path_returns_404_and_a_message()
    {
        using HttpResponseMessage response = await GetAsync("/webapi/v3/nowhere", await BearerAsync());

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("/webapi/v3/nowhere", (string?)(await JsonOf(response))["message"]);
    }

    [Theory]
    [InlineData(CuratorAccess.Granted, HttpStatusCode.OK)]
    [InlineData(CuratorAccess.Unauthorized, HttpStatusCode.Unauthorized)]
    [InlineData(CuratorAccess.Forbidden, HttpStatusCode.Forbidden)]
    public async Task Messages_require_a_curator(CuratorAccess access, HttpStatusCode status)
    {
        Server.Settings = Server.Settings with { AlteryxCurator = access };

        using HttpResponseMessage messages = await GetAsync(
            "/webapi/v3/jobs/66f000000000000000000202/messages", await BearerAsync());
        using HttpResponseMessage job = await GetAsync(SeedPath, await BearerAsync());

        Assert.Equal(status, messages.StatusCode);
        Assert.Equal(HttpStatusCode.OK, job.StatusCode);
    }

    [Fact]
    public async Task The_message_list_equals_the_messages_of_the_job()
    {
        SandboxJob job = Server.CreateJob(new NewJob
        {
            Service = SandboxService.Alteryx,
            DurationSeconds = 0,
            Outcome = JobOutcome.Failed,
            Messages = [new(2, "Odd value", 14)],
            Errors = ["No such file"],
        });

        using HttpResponseMessage response = await GetAsync($"{job.Path}/messages", await BearerAsync());

        JsonNode messages = JsonNode.Parse(await TextOf(response))!;
        Assert.Equal([1, 2, 3, 3], messages.AsArray().Select(message => (int)message!["status"]!));
        Assert.Equal([-1, 14, 1, -1], messages.AsArray().Select(message => (int)message!["toolId"]!));
        Assert.True(JsonNode.DeepEquals(messages, (await AlteryxAsync(job))["messages"]));
    }

    [Theory]
    [InlineData(0, "Queued", "None")]
    [InlineData(20, "Initializing", "None")]
    [InlineData(30, "Running", "None")]
    [InlineData(119, "Running", "None")]
    [InlineData(120, "Completed", "Success")]
    public async Task A_job_goes_through_the_Alteryx_statuses(double seconds, string status, string disposition)
    {
        SandboxJob job = Server.CreateJob(
            new NewJob { Service = SandboxService.Alteryx, QueuedSeconds = 20, DurationSeconds = 100 });

        Clock.Advance(seconds);
        JsonObject body = await AlteryxAsync(job);

        Assert.Equal(status, (string?)body["status"]);
        Assert.Equal(disposition, (string?)body["disposition"]);
        Assert.Equal("2026-03-14T22:00:00.000Z", (string?)body["createDateTime"]);
    }

    [Theory]
    [InlineData(JobOutcome.Completed, "Completed", "Success", 1)]
    [InlineData(JobOutcome.Warning, "Completed", "Warning", 1)]
    [InlineData(JobOutcome.Failed, "Completed", "Error", 0)]
    [InlineData(JobOutcome.Stopped, "Cancelled", "None", 0)]
    public async Task A_job_finishes_with_the_specified_outcome(JobOutcome outcome, string status, string disposition, int outputs)
    {
        SandboxJob job = Server.CreateJob(
            new NewJob { Service = SandboxService.Alteryx, DurationSeconds = 0, Outcome = outcome });

        JsonObject body = await AlteryxAsync(job);

        Assert.Equal(status, (string?)body["status"]);
        Assert.Equal(disposition, (string?)body["disposition"]);
        Assert.Equal(outputs, body["outputs"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_disposition_can_be_any_text()
    {
        SandboxJob job = Server.CreateJob(
            new NewJob { Service = SandboxService.Alteryx, DurationSeconds = 0, Disposition = "UnresolvedError" });

        Assert.Equal("UnresolvedError", (string?)(await AlteryxAsync(job))["disposition"]);
    }

    [Theory]
    [InlineData("66f000000000000000000201", "Completed", "Success")]
    [InlineData("66f000000000000000000202", "Completed", "Error")]
    [InlineData("66f000000000000000000203", "Initializing", "None")]
    public async Task The_built_in_jobs_exist_at_startup(string id, string status, string disposition)
    {
        using HttpResponseMessage response = await GetAsync($"/webapi/v3/jobs/{id}", await BearerAsync());

        JsonObject job = await JsonOf(response);
        Assert.Equal(status, (string?)job["status"]);
        Assert.Equal(disposition, (string?)job["disposition"]);
    }

    private Task<HttpResponseMessage> RequestTokenByBasicAsync() => SendAsync(
        HttpMethod.Post,
        "/webapi/oauth2/token",
        Basic("sandbox-client", "sandbox-secret"),
        content: new FormUrlEncodedContent([new("grant_type", "client_credentials")]));
}
