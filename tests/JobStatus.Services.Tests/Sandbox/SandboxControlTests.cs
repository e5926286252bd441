using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Jobs;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

public sealed class SandboxControlTests : SandboxTest
{
    [Fact]
    public async Task A_job_can_be_created_listed_and_removed()
    {
        using HttpResponseMessage created = await ControlAsync(HttpMethod.Post, "jobs", """
            {
              "service": "alma", "id": "77", "jobId": "M5", "name": "Mine", "durationSeconds": 0, "outcome": "failed",
              "progress": "curved", "errors": ["Broken."], "counters": [{"type": "c.x", "value": "1"}],
              "extra": {"novelty": true}, "omit": ["external_id"]
            }
            """);
        JsonObject job = await JsonOf(created);
        using HttpResponseMessage read = await GetAsync((string)job["path"]!, AlmaKey, "application/json");
        JsonObject run = await JsonOf(read);
        using HttpResponseMessage listed = await ControlAsync(HttpMethod.Get, "jobs");
        JsonArray jobs = JsonNode.Parse(await TextOf(listed))!.AsArray();
        using HttpResponseMessage removed = await ControlAsync(HttpMethod.Delete, "jobs/alma/77");
        using HttpResponseMessage removedAgain = await ControlAsync(HttpMethod.Delete, "jobs/alma/77");

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("/almaws/v1/conf/jobs/M5/instances/77", (string?)job["path"]);
        Assert.Equal("COMPLETED_FAILED", (string?)run["status"]!["value"]);
        Assert.True((bool)run["novelty"]!);
        Assert.False(run.ContainsKey("external_id"));
        Assert.Contains(jobs, listed => (string?)listed!["id"] == "77");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, removedAgain.StatusCode);
    }

    [Theory]
    [InlineData("jobs", "{}")]
    [InlineData("jobs", "not json")]
    [InlineData("jobs", "null")]
    [InlineData("jobs", """{"service":"alma","durationSeconds":-1}""")]
    [InlineData("jobs", """{"service":"alma","duration":1}""")]
    [InlineData("jobs", """{"service":"hogwarts"}""")]
    [InlineData("faults", """{"path":"/","kind":"status"}""")]
    [InlineData("jobs", """{"service":"alma","extra":{"a":1,"a":2}}""")]
    [InlineData("faults", """{"kind":"reset"}""")]
    public async Task An_invalid_request_returns_400_and_a_reason(string path, string json)
    {
        using HttpResponseMessage response = await ControlAsync(HttpMethod.Post, path, json);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotEqual("", (string?)(await JsonOf(response))["error"]);
    }

    [Theory]
    [InlineData("sandbox.example", null)]
    [InlineData("sandbox.example:PORT", null)]
    [InlineData("127.0.0.1.sandbox.example", null)]
    [InlineData("192.0.2.1", null)]
    [InlineData("127.0.0.1:PORT", "http://sandbox.example")]
    [InlineData("127.0.0.1:PORT", "https://127.0.0.1:PORT")]
    [InlineData("127.0.0.1:PORT", "http://127.0.0.1:1")]
    [InlineData("127.0.0.1:PORT", "http://localhost:PORT")]
    [InlineData("127.0.0.1:PORT", "null")]
    public async Task A_request_from_a_web_page_is_rejected_and_changes_nothing(string host, string? origin)
    {
        Server.Settings = Server.Settings with { AlmaKey = "other" };
        using HttpResponseMessage read = await SendFromPageAsync(HttpMethod.Get, "settings", host, origin);
        using HttpResponseMessage reset = await SendFromPageAsync(HttpMethod.Post, "RESET", host, origin);

        Assert.Equal(HttpStatusCode.Forbidden, read.StatusCode);
        Assert.DoesNotContain("other", await TextOf(read), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, reset.StatusCode);
        Assert.NotEqual("", (string?)(await JsonOf(reset))["error"]);
        Assert.Equal("other", Server.Settings.AlmaKey);
    }

    [Theory]
    [InlineData("127.0.0.1:PORT", null)]
    [InlineData("localhost:PORT", null)]
    [InlineData("LOCALHOST", null)]
    [InlineData("[::1]:PORT", null)]
    [InlineData("localhost:1", null)]
    [InlineData("127.0.0.1:PORT", "http://127.0.0.1:PORT")]
    [InlineData("localhost:PORT", "http://localhost:PORT")]
    public async Task A_request_to_the_local_computer_is_accepted(string host, string? origin)
    {
        using HttpResponseMessage response = await SendFromPageAsync(HttpMethod.Get, "settings", host, origin);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_fault_can_be_injected_listed_and_removed()
    {
        using HttpResponseMessage injected = await ControlAsync(HttpMethod.Post, "faults", """
            {
              "path": "/almaws", "method": "GET", "count": -1, "kind": "status", "status": 503,
              "headers": {"Retry-After": "2"}
            }
            """);
        int id = (int)(await JsonOf(injected))["id"]!;
        using HttpResponseMessage faulty = await GetAsync("/almaws/v1/conf/test", AlmaKey);
        using HttpResponseMessage listed = await ControlAsync(HttpMethod.Get, "faults");
        JsonArray faults = JsonNode.Parse(await TextOf(listed))!.AsArray();
        using HttpResponseMessage removed = await ControlAsync(HttpMethod.Delete, $"faults/{id}");
        using HttpResponseMessage removedAgain = await ControlAsync(HttpMethod.Delete, $"faults/{id}");
        using HttpResponseMessage normal = await GetAsync("/almaws/v1/conf/test", AlmaKey);

        Assert.Equal(HttpStatusCode.Created, injected.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, faulty.StatusCode);
        Assert.Equal(id, (int)Assert.Single(faults)!["id"]!);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, removedAgain.StatusCode);
        Assert.Equal(HttpStatusCode.OK, normal.StatusCode);
    }

    [Fact]
    public async Task All_faults_can_be_removed_at_once()
    {
        Server.InjectFault(new Fault { Path = "/", Kind = FaultKind.Reset });
        Server.InjectFault(new Fault { Path = "/", Kind = FaultKind.Hang });

        using HttpResponseMessage response = await ControlAsync(HttpMethod.Delete, "faults");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Empty(Server.Faults);
    }

    [Fact]
    public async Task The_request_log_can_be_read_counted_and_cleared()
    {
        using HttpResponseMessage alma = await GetAsync("/almaws/v1/conf/test", AlmaKey);
        using HttpResponseMessage token = await RequestTokenAsync("sandbox-client", "sandbox-secret");

        using HttpResponseMessage all = await ControlAsync(HttpMethod.Get, "requests");
        using HttpResponseMessage some = await ControlAsync(HttpMethod.Get, "requests?path=/webapi");
        int[] counts =
        [
            await CountAsync(""),
            await CountAsync("?path=/almaws"),
            await CountAsync("?path=*/token"),
            await CountAsync("?method=post"),
            await CountAsync("?path=/almaws&method=POST"),
        ];
        using HttpResponseMessage emptied = await ControlAsync(HttpMethod.Delete, "requests");

        JsonArray requests = JsonNode.Parse(await TextOf(all))!.AsArray();
        Assert.Equal([1, 2], requests.Select(request => (int)request!["sequence"]!));
        Assert.Equal("apikey", (string?)requests[0]!["authorizationScheme"]);
        Assert.Equal("POST", (string?)Assert.Single(JsonNode.Parse(await TextOf(some))!.AsArray())!["method"]);
        Assert.Equal([2, 1, 1, 1, 0], counts);
        Assert.Equal(HttpStatusCode.NoContent, emptied.StatusCode);
        Assert.Equal(0, await CountAsync(""));
    }

    [Fact]
    public async Task Single_settings_can_be_changed()
    {
        using HttpResponseMessage changed = await ControlAsync(
            new HttpMethod("PATCH"), "settings", """{"almaKey": "other", "alteryxClientAuthentication": "basic"}""");
        using HttpResponseMessage read = await ControlAsync(HttpMethod.Get, "settings");

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(await TextOf(changed), await TextOf(read));
        Assert.Equal(
            new SandboxSettings { AlmaKey = "other", AlteryxClientAuthentication = ClientAuthentication.Basic },
            Server.Settings);
        Assert.Equal("other", Server.EnvironmentVariables["ALMA_API_KEY"]);
    }

    [Fact]
    public async Task Settings_of_every_type_can_be_changed()
    {
        using HttpResponseMessage response = await ControlAsync(new HttpMethod("PATCH"), "settings", """
            {
              "almaReadOnlyKey": "", "almaRunsAtOnce": 9, "almaStartsPerHour": 8, "almaListsFullInstances": false,
              "xplentyStopSeconds": 0.5, "xplentyJobsBetweenPages": 2, "alteryxNewerCalls": "methodNotAllowed"
            }
            """);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            new SandboxSettings
            {
                AlmaReadOnlyKey = "",
                AlmaRunsAtOnce = 9,
                AlmaStartsPerHour = 8,
                AlmaListsFullInstances = false,
                XplentyStopSeconds = 0.5,
                XplentyJobsBetweenPages = 2,
                AlteryxNewerCalls = NewerCalls.MethodNotAllowed,
            },
            Server.Settings);
    }

    [Theory]
    [InlineData("""{"almaKeys": "other"}""")]
    [InlineData("""{"almaKey": null}""")]
    [InlineData("""{"xplentyRequestsPerHour": "many"}""")]
    [InlineData("[]")]
    public async Task Invalid_settings_are_rejected_and_change_nothing(string json)
    {
        using HttpResponseMessage response = await ControlAsync(new HttpMethod("PATCH"), "settings", json);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(new SandboxSettings(), Server.Settings);
    }

    [Fact]
    public async Task Tokens_can_be_revoked()
    {
        string bearer = await BearerAsync();

        using HttpResponseMessage revoked = await ControlAsync(HttpMethod.Delete, "tokens");
        using HttpResponseMessage rejected = await GetAsync("/webapi/v3/jobs/66f000000000000000000201", bearer);

        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, rejected.StatusCode);
    }

    [Fact]
    public async Task A_reset_restores_the_initial_state()
    {
        string bearer = await BearerAsync();
        using HttpResponseMessage counted = await GetAsync("/almaws/v1/conf/test", AlmaKey);
        SandboxJob job = Server.CreateJob(new NewJob { Service = SandboxService.Xplenty });
        Server.RemoveJob(SandboxService.Xplenty, "157");
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Reset });
        Server.Settings = Server.Settings with { XplentyKey = "other" };

        using HttpResponseMessage reset = await ControlAsync(HttpMethod.Post, "reset");

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Empty(Server.Requests);
        Assert.Empty(Server.Faults);
        Assert.Equal(new SandboxSettings(), Server.Settings);
        using HttpResponseMessage gone = await GetAsync(job.Path, XplentyKey, XplentyVersion2);
        using HttpResponseMessage back = await GetAsync("/demo/api/jobs/157", XplentyKey, XplentyVersion2);
        using HttpResponseMessage rejected = await GetAsync("/webapi/v3/jobs/66f000000000000000000201", bearer);
        using HttpResponseMessage alma = await GetAsync("/almaws/v1/conf/test", AlmaKey);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, rejected.StatusCode);
        Assert.Equal("99999", alma.Headers.GetValues("X-Exl-Api-Remaining").Single());
    }

    [Theory]
    [InlineData(SandboxService.Alma)]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alteryx)]
    public async Task New_jobs_do_not_get_the_ids_of_jobs_before_a_reset(SandboxService service)
    {
        string before = Server.CreateJob(new NewJob { Service = service }).Id;

        using HttpResponseMessage reset = await ControlAsync(HttpMethod.Post, "reset");

        Assert.NotEqual(before, Server.CreateJob(new NewJob { Service = service }).Id);
    }

    private async Task<HttpResponseMessage> SendFromPageAsync(HttpMethod method, string path, string host, string? origin)
    {
        string port = $"{Server.Port}";
        using HttpRequestMessage request = new(method, $"/_sandbox/{path}");
        request.Headers.Host = host.Replace("PORT", port, StringComparison.Ordinal);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin.Replace("PORT", port, StringComparison.Ordinal));
        }

        return await Client.SendAsync(request, Token);
    }

    private async Task<int> CountAsync(string query)
    {
        using HttpResponseMessage response = await ControlAsync(HttpMethod.Get, $"requests/count{query}");
        return (int)(await JsonOf(response))["count"]!;
    }
}
