using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Jobs;
using JobStatus.Sandbox.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

/// <summary>Tests the requests that run and stop Xplenty jobs and change their watchers.</summary>
public sealed class SandboxXplentyActionTests : SandboxTest
{
    private const string Jobs = "/demo/api/jobs";

    [Fact]
    public async Task Running_a_package_returns_201_and_a_job_that_progresses_over_time()
    {
        using HttpResponseMessage response = await RunAsync(
            """
            {
              "cluster_id": 52, "package_id": 434, "variables": {"A": "text", "N": 5},
              "dynamic_variables": {"B": "CurrentTime()", "C": "'quoted text'"}
            }
            """);
        JsonObject job = await JsonOf(response);
        Clock.Advance(seconds: 30);
        JsonObject later = await JsonOf(await ReadAsync($"{Jobs}/{job["id"]}"));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("running", (string?)job["status"]);
        Assert.Equal(434, (long)job["package_id"]!);
        Assert.Equal("Orders to warehouse", (string?)job["package"]!["name"]);
        Assert.Equal(52, (long)job["cluster_id"]!);
        Assert.Equal("""{"A":"text","N":5}""", job["variables"]!.ToJsonString());
        Assert.Equal("CurrentTime()", (string?)job["dynamic_variables"]!["B"]);
        Assert.Equal("completed", (string?)later["status"]);
    }

    [Fact]
    public async Task A_job_waits_for_its_cluster()
    {
        using HttpResponseMessage response = await RunAsync("""{"cluster_id":53,"package_id":434}""");
        JsonObject job = await JsonOf(response);
        using HttpResponseMessage pending = await ReadAsync("/demo/api/clusters/53");
        Clock.Advance(seconds: 600);
        JsonObject later = await JsonOf(await ReadAsync($"{Jobs}/{job["id"]}"));
        using HttpResponseMessage available = await ReadAsync("/demo/api/clusters/53");

        Assert.Equal("idle", (string?)job["status"]);
        Assert.Equal("pending", (string?)(await JsonOf(pending))["status"]);
        Assert.Equal("running", (string?)later["status"]);
        Assert.Equal("available", (string?)(await JsonOf(available))["status"]);
    }

    [Fact]
    public async Task A_started_job_follows_the_plan_of_its_package()
    {
        SandboxPackage package = Server.CreatePackage(new NewPackage
        {
            Name = "Mine",
            Run = new RunPlan { DurationSeconds = 0, Outcome = JobOutcome.Failed, Errors = ["No space."] },
        });

        using HttpResponseMessage response = await RunAsync($$"""{"cluster_id":52,"package_id":{{package.Id}}}""");

        JsonObject job = await JsonOf(response);
        Assert.Equal("failed", (string?)job["status"]);
        Assert.Equal("No space.", (string?)job["errors"]);
        Assert.Equal("{}", job["variables"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"package_id":434}""", "cluster_id")]
    [InlineData("""{"cluster_id":52}""", "package_id")]
    [InlineData("""{"cluster_id":"large","package_id":434}""", "cluster_id")]
    [InlineData("""{"job":{"cluster_id":52}}""", "package_id")]
    [InlineData("""{"cluster_id":52,"package_id":null}""", "package_id")]
    [InlineData("""{"cluster_id":52,"package_id":1}""", "package_id")]
    [InlineData("""{"cluster_id":52,"package_id":438}""", "package_id")]
    [InlineData("""{"cluster_id":1,"package_id":434}""", "cluster_id")]
    [InlineData("""{"cluster_id":54,"package_id":434}""", "cluster_id")]
    [InlineData("""{"cluster_id":52,"package_id":434,"variables":"A=1"}""", "variables")]
    [InlineData("""{"cluster_id":52,"package_id":434,"dynamic_variables":[]}""", "dynamic_variables")]
    public async Task A_run_request_with_an_invalid_field_returns_422_and_names_the_field(string body, string field)
    {
        using HttpResponseMessage response = await RunAsync(body);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.StartsWith(field, (string?)(await JsonOf(response))["message"]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"cluster_id":52,"package_id":434,"variables":{"A":"1","A":"2"}}""")]
    public async Task A_run_request_with_an_invalid_body_returns_400(string body)
    {
        using HttpResponseMessage response = await RunAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_run_request_with_another_media_type_returns_415()
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Post,
            Jobs,
            XplentyKey,
            XplentyVersion2,
            new StringContent("""{"cluster_id":52,"package_id":434}""", Encoding.UTF8, "text/plain"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.NotEqual("", (string?)(await JsonOf(response))["message"]);
    }

    [Fact]
    public async Task A_job_stops_a_few_seconds_after_a_stop_request()
    {
        SandboxJob job = Server.CreateJob(
            new NewJob { Service = SandboxService.Xplenty, DurationSeconds = 100, Status = "completed", Errors = ["No."] });
        Clock.Advance(seconds: 50);

        using HttpResponseMessage response = await SendAsync(HttpMethod.Delete, job.Path, XplentyKey, XplentyVersion2);
        JsonObject stopping = await JsonOf(response);
        Clock.Advance(seconds: 4);
        JsonObject before = await XplentyAsync(job);
        Clock.Advance(seconds: 1);
        JsonObject after = await XplentyAsync(job);
        Clock.Advance(seconds: 3600);
        JsonObject muchLater = await XplentyAsync(job);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("pending_stoppage", (string?)stopping["status"]);
        Assert.Equal("pending_stoppage", (string?)before["status"]);
        Assert.Equal("stopped", (string?)after["status"]);
        Assert.Equal(0.5, (double)after["progress"]!);
        Assert.Equal("2026-03-14T22:00:55Z", (string?)after["completed_at"]);
        Assert.Equal(55, (long)after["runtime_in_seconds"]!);
        Assert.Equal("", (string?)after["errors"]);
        Assert.True(JsonNode.DeepEquals(after, muchLater));
    }

    [Fact]
    public async Task A_second_stop_request_does_not_delay_the_stop()
    {
        SandboxJob job = Server.CreateJob(new NewJob { Service = SandboxService.Xplenty, QueuedSeconds = 100 });

        using HttpResponseMessage first = await SendAsync(HttpMethod.Delete, job.Path, XplentyKey, XplentyVersion2);
        Clock.Advance(seconds: 4);
        using HttpResponseMessage second = await SendAsync(HttpMethod.Delete, job.Path, XplentyKey, XplentyVersion2);
        Clock.Advance(seconds: 1);
        JsonObject stopped = await XplentyAsync(job);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal("stopped", (string?)stopped["status"]);
        Assert.Null(stopped["started_at"]);
    }

    [Theory]
    [InlineData("201", HttpStatusCode.UnprocessableEntity)]
    [InlineData("202", HttpStatusCode.UnprocessableEntity)]
    [InlineData("157", HttpStatusCode.UnprocessableEntity)]
    [InlineData("99", HttpStatusCode.NotFound)]
    [InlineData("word", HttpStatusCode.NotFound)]
    public async Task A_finished_or_unknown_job_cannot_be_stopped(string id, HttpStatusCode status)
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Delete, $"{Jobs}/{id}", XplentyKey, XplentyVersion2);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task The_time_until_a_job_stops_can_be_changed()
    {
        Server.Settings = Server.Settings with { XplentyStopSeconds = 0 };

        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Delete, $"{Jobs}/203", XplentyKey, XplentyVersion2);

        Assert.Equal("stopped", (string?)(await JsonOf(response))["status"]);
    }

    [Fact]
    public async Task Watchers_can_be_added_and_removed()
    {
        SandboxJob job = Server.CreateJob(new NewJob { Service = SandboxService.Xplenty, SubmittedBy = "Ada" });

        using HttpResponseMessage first = await ReadAsync($"{job.Path}/watchers");
        using HttpResponseMessage added = await SendAsync(
            HttpMethod.Post, $"{job.Path}/watchers", XplentyKey, XplentyVersion2);
        using HttpResponseMessage again = await SendAsync(
            HttpMethod.Post, $"{job.Path}/watchers", XplentyKey, XplentyVersion2);
        using HttpResponseMessage both = await ReadAsync($"{job.Path}/watchers");
        using HttpResponseMessage removed = await SendAsync(
            HttpMethod.Delete, $"{job.Path}/watchers", XplentyKey, XplentyVersion2);
        using HttpResponseMessage removedAgain = await SendAsync(
            HttpMethod.Delete, $"{job.Path}/watchers", XplentyKey, XplentyVersion2);
        using HttpResponseMessage last = await ReadAsync($"{job.Path}/watchers");

        const string Creator = """{"id":4202,"display_name":"Ada"}""";
        Assert.Equal($"[{Creator}]", await TextOf(first));
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal(
            $$"""{"created_at":"2026-03-14T22:00:00+00:00","job_url":"{{Server.BaseUri}}demo/api/jobs/{{job.Id}}"}""",
            await TextOf(added));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal($$"""[{{Creator}},{"id":4201,"display_name":"Sandbox User"}]""", await TextOf(both));
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal("", await TextOf(removed));
        Assert.Equal(HttpStatusCode.NoContent, removedAgain.StatusCode);
        Assert.Equal($"[{Creator}]", await TextOf(last));
    }

    [Fact]
    public async Task The_creator_of_a_job_watches_it()
    {
        using HttpResponseMessage response = await RunAsync("""{"cluster_id":52,"package_id":434}""");
        using HttpResponseMessage watchers = await ReadAsync($"{Jobs}/{(await JsonOf(response))["id"]}/watchers");

        Assert.Equal("""[{"id":4201,"display_name":"Sandbox User"}]""", await TextOf(watchers));
    }

    private Task<HttpResponseMessage> ReadAsync(string path) => GetAsync(path, XplentyKey, XplentyVersion2);

    private Task<HttpResponseMessage> RunAsync(string body) =>
        SendAsync(HttpMethod.Post, Jobs, XplentyKey, XplentyVersion2, Json(body));
}
