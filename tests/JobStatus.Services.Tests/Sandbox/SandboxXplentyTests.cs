using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Jobs;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

public sealed class SandboxXplentyTests : SandboxTest
{
    private const string SeedPath = "/demo/api/jobs/157";

    [Theory]
    [InlineData(SeedPath, XplentyVersion2, "xplenty-job-v2.json")]
    [InlineData(SeedPath, "application/vnd.xplenty+json;version=\"2\"", "xplenty-job-v2.json")]
    [InlineData(SeedPath, "text/html, application/vnd.xplenty+json; version=2", "xplenty-job-v2.json")]
    [InlineData(SeedPath, "application/vnd.xplenty+json version=2", "xplenty-job-v2.json")]
    [InlineData(SeedPath, "application/vnd.xplenty+json, version=2", "xplenty-job-v2.json")]
    [InlineData(SeedPath, "application/vnd.xplenty+json", "xplenty-job-v2.json")]
    [InlineData("/demo/api/jobs/158", XplentyVersion2, "xplenty-job-v1.json")]
    [InlineData("/demo/api/jobs/158", XplentyVersion1, "xplenty-job-v1.json")]
    public async Task The_documented_jobs_are_returned_unchanged(string path, string accept, string seed)
    {
        using HttpResponseMessage response = await GetAsync(path, XplentyKey, accept);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Seed(seed), await TextOf(response));
    }

    [Fact]
    public async Task The_documented_job_is_valid_JSON_in_version_1()
    {
        using HttpResponseMessage response = await GetAsync(SeedPath, XplentyKey, XplentyVersion1);

        JsonObject job = await JsonOf(response);

        JsonNode seed = JsonNode.Parse(
            Seed("xplenty-job-v1.json"), null, new JsonDocumentOptions { AllowTrailingCommas = true })!;
        Assert.True(JsonNode.DeepEquals(seed, job));
    }

    [Fact]
    public async Task The_version_1_example_keeps_its_trailing_comma()
    {
        using HttpResponseMessage response = await GetAsync("/demo/api/jobs/158", XplentyKey, XplentyVersion2);

        string body = await TextOf(response);

        Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(body));
        Assert.Equal(157, (int)JsonNode.Parse(body, null, new JsonDocumentOptions { AllowTrailingCommas = true })!["id"]!);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("sandbox-xplenty-key", "password")]
    [InlineData("wrong", "")]
    [InlineData("", "")]
    public async Task A_request_without_a_valid_key_returns_401_and_a_message(string? user, string? password)
    {
        using HttpResponseMessage response = await GetAsync(
            SeedPath, user is null ? null : Basic(user, password!), XplentyVersion2);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.NotEqual("", (string?)(await JsonOf(response))["message"]);
    }

    [Theory]
    [InlineData("Basic not-base64")]
    [InlineData("Basic c2FuZGJveC14cGxlbnR5")]
    [InlineData("Bearer sandbox-xplenty-key")]
    public async Task An_unsupported_credential_returns_401(string authorization)
    {
        using HttpResponseMessage response = await GetAsync(SeedPath, authorization, XplentyVersion2);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_key_without_a_colon_is_accepted()
    {
        using HttpResponseMessage response = await GetAsync(SeedPath, "Basic c2FuZGJveC14cGxlbnR5LWtleQ==", XplentyVersion2);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(SeedPath, null)]
    [InlineData(SeedPath, "application/json")]
    [InlineData(SeedPath, "*/*")]
    [InlineData(SeedPath, "application/vnd.xplenty+json; version=3")]
    [InlineData(SeedPath, "application/vnd.xplenty+json version=3")]
    [InlineData(SeedPath, "application/vnd.xplenty+jsonp; version=2")]
    [InlineData("/other/api/jobs/157", XplentyVersion2)]
    [InlineData("/demo/api/jobs/99", XplentyVersion2)]
    [InlineData("/demo/api/jobs/word", XplentyVersion2)]
    [InlineData("/demo/api/jobs/-157", XplentyVersion2)]
    [InlineData("/demo/api/jobs/99999999999999999999", XplentyVersion2)]
    [InlineData("/demo/api/nowhere", XplentyVersion2)]
    public async Task An_unknown_path_or_media_type_returns_404(string path, string? accept)
    {
        using HttpResponseMessage response = await GetAsync(path, XplentyKey, accept);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("""{"message":"Item not found."}""", await TextOf(response));
    }

    [Fact]
    public async Task Requests_count_against_the_hourly_quota_except_reading_the_rate_limit()
    {
        using HttpResponseMessage first = await GetAsync(SeedPath, XplentyKey, XplentyVersion2);
        using HttpResponseMessage status = await GetAsync("/demo/api/rate_limit_status", XplentyKey, XplentyVersion2);
        using HttpResponseMessage second = await GetAsync(SeedPath, XplentyKey, XplentyVersion2);

        Assert.Equal("5000", HeaderOf(first, "X-RateLimit-Limit"));
        Assert.Equal("4999", HeaderOf(first, "X-RateLimit-Remaining"));
        Assert.Equal("""{"limits":{"limit":5000,"remaining":4999}}""", await TextOf(status));
        Assert.Equal("4998", HeaderOf(second, "X-RateLimit-Remaining"));
    }

    [Fact]
    public async Task Requests_over_the_hourly_quota_are_rejected_until_the_next_hour()
    {
        Server.Settings = Server.Settings with { XplentyRequestsPerHour = 1 };
        using HttpResponseMessage last = await GetAsync(SeedPath, XplentyKey, XplentyVersion2);

        using HttpResponseMessage rejected = await GetAsync(SeedPath, XplentyKey, XplentyVersion2);
        Clock.Advance(seconds: 3600);
        using HttpResponseMessage nextHour = await GetAsync(SeedPath, XplentyKey, XplentyVersion2);

        Assert.Equal(HttpStatusCode.OK, last.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, rejected.StatusCode);
        Assert.Equal("""{"message":"Rate Limit Exceeded"}""", await TextOf(rejected));
        Assert.Equal("0", HeaderOf(rejected, "X-RateLimit-Remaining"));
        Assert.Equal(HttpStatusCode.OK, nextHour.StatusCode);
    }

    [Theory]
    [InlineData(0, "idle", 0, 0)]
    [InlineData(10, "pending", 0, 0)]
    [InlineData(20, "running", 0, 0)]
    [InlineData(45, "running", 0.25, 25)]
    [InlineData(120, "completed", 1, 100)]
    [InlineData(500, "completed", 1, 100)]
    public async Task A_job_goes_through_the_Xplenty_statuses(double seconds, string status, double progress, long runtime)
    {
        SandboxJob job = Server.CreateJob(
            new NewJob { Service = SandboxService.Xplenty, QueuedSeconds = 20, DurationSeconds = 100 });

        Clock.Advance(seconds);
        JsonObject body = await XplentyAsync(job);

        Assert.Equal(status, (string?)body["status"]);
        Assert.Equal(progress, (double)body["progress"]!);
        Assert.Equal(runtime, (long)body["runtime_in_seconds"]!);
    }

    [Theory]
    [InlineData(JobOutcome.Completed, "completed", false, "")]
    [InlineData(JobOutcome.Warning, "completed", false, "")]
    [InlineData(JobOutcome.Failed, "failed", true, "The job failed in component destination1.")]
    [InlineData(JobOutcome.Stopped, "stopped", false, "")]
    public async Task A_job_finishes_with_the_specified_outcome(JobOutcome outcome, string status, bool hasFailedAt, string errors)
    {
        SandboxJob job = Server.CreateJob(
            new NewJob { Service = SandboxService.Xplenty, DurationSeconds = 0, Outcome = outcome });

        JsonObject body = await XplentyAsync(job);

        Assert.Equal(status, (string?)body["status"]);
        Assert.Equal("2026-03-14T22:00:00Z", (string?)body["completed_at"]);
        Assert.Equal(hasFailedAt, body["failed_at"] is not null);
        Assert.Equal(errors, (string?)body["errors"]);
    }

    [Fact]
    public async Task A_version_2_job_has_every_documented_field()
    {
        JsonObject body = await XplentyAsync(Server.CreateJob(new NewJob { Service = SandboxService.Xplenty }));

        string[] fields =
        [
            "id", "status", "owner_id", "progress", "outputs_count", "outputs", "variables", "dynamic_variables",
            "created_at", "started_at", "updated_at", "failed_at", "completed_at", "cluster_id", "package_id", "errors",
            "runtime_in_seconds", "url", "html_url", "log_url", "creator", "package", "cluster", "attempts",
            "master_auto_retry_attempts",
        ];
        Assert.Equal(fields.Order(), body.Select(field => field.Key).Order());
        Assert.Equal("destination1", (string?)body["outputs"]![0]!["component"]!["name"]);
    }

    [Fact]
    public async Task A_version_1_job_has_the_fields_of_the_version_1_example()
    {
        JsonObject body = await XplentyAsync(
            Server.CreateJob(new NewJob { Service = SandboxService.Xplenty }), XplentyVersion1);

        JsonNode seed = JsonNode.Parse(
            Seed("xplenty-job-v1.json"), null, new JsonDocumentOptions { AllowTrailingCommas = true })!;
        Assert.Equal(seed.AsObject().Select(field => field.Key).Order(), body.Select(field => field.Key).Order());
        Assert.Equal("destination1", (string?)body["outputs"]![0]!["component_name"]);
    }

    [Fact]
    public async Task The_log_summary_is_included_on_request()
    {
        using HttpResponseMessage response = await GetAsync(
            "/demo/api/jobs/202?include=log_summary", XplentyKey, XplentyVersion2);

        JsonNode summary = (await JsonOf(response))["log_summary"]!;

        Assert.Equal("The destination refused the login.", (string?)summary["error_summary"]);
        Assert.Contains("refused", (string?)summary["body"]);
        Assert.Single(summary["action_items"]!.AsArray());
    }

    [Theory]
    [InlineData("201", "completed")]
    [InlineData("202", "failed")]
    [InlineData("203", "running")]
    public async Task The_built_in_jobs_exist_at_startup(string id, string status)
    {
        using HttpResponseMessage response = await GetAsync($"/demo/api/jobs/{id}", XplentyKey, XplentyVersion2);

        Assert.Equal(status, (string?)(await JsonOf(response))["status"]);
    }

    private static string HeaderOf(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
