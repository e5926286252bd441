using System;
using System.Linq;
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

public sealed class SandboxXplentyActTests : SandboxTest
{
    private const string Jobs = "/demo/api/jobs";

    [Fact]
    public async Task A_run_is_a_201_with_the_job_that_then_runs_by_the_clock()
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
    public async Task Executed_variables_have_their_values_once_the_job_has_started()
    {
        using HttpResponseMessage response = await RunAsync(
            """
            {
              "cluster_id": 53, "package_id": 434, "variables": {"A": "text", "N": null},
              "dynamic_variables": {"B": "CurrentTime()", "C": "'quoted text'", "D": "1+1"}
            }
            """);
        string id = (await JsonOf(response))["id"]!.ToString();

        using HttpResponseMessage before = await ReadAsync($"{Jobs}/{id}/variables");
        Clock.Advance(seconds: 600);
        using HttpResponseMessage after = await ReadAsync($"{Jobs}/{id}/variables");

        Assert.Equal(
            $$"""{"A":"text","N":null,"_JOB_ID":{{id}},"B":null,"C":null,"D":null}""", await TextOf(before));
        Assert.Equal(
            $$"""{"A":"text","N":null,"_JOB_ID":{{id}},"B":"2026-03-14T22:10:00Z","C":"quoted text","D":"1+1"}""",
            await TextOf(after));
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
    public async Task What_was_run_goes_as_its_package_says()
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
    [InlineData("""{"cluster_id":"52","package_id":434}""", "cluster_id")]
    [InlineData("""{"cluster_id":52,"package_id":null}""", "package_id")]
    [InlineData("""{"cluster_id":52,"package_id":1}""", "package_id")]
    [InlineData("""{"cluster_id":52,"package_id":438}""", "package_id")]
    [InlineData("""{"cluster_id":1,"package_id":434}""", "cluster_id")]
    [InlineData("""{"cluster_id":54,"package_id":434}""", "cluster_id")]
    [InlineData("""{"cluster_id":52,"package_id":434,"variables":"A=1"}""", "variables")]
    [InlineData("""{"cluster_id":52,"package_id":434,"dynamic_variables":[]}""", "dynamic_variables")]
    public async Task A_run_with_a_bad_field_is_a_422_that_names_it(string body, string field)
    {
        using HttpResponseMessage response = await RunAsync(body);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.StartsWith(field, (string?)(await JsonOf(response))["message"]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    public async Task A_run_whose_body_cannot_be_read_is_a_400(string body)
    {
        using HttpResponseMessage response = await RunAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_run_in_another_form_is_a_415(string mediaType)
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Post,
            Jobs,
            XplentyKey,
            XplentyVersion2,
            new StringContent("""{"cluster_id":52,"package_id":434}""", Encoding.UTF8, mediaType));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.NotEqual("", (string?)(await JsonOf(response))["message"]);
    }

    [Fact]
    public async Task A_job_that_is_asked_to_stop_has_stopped_a_moment_later()
    {
        SandboxJob job = Server.CreateJob(
            new NewJob { Service = SandboxService.Xplenty, DurationSeconds = 100, Status = "completed", Errors = ["No."] });
        Clock.Advance(seconds: 50);

        using HttpResponseMessage response = await SendAsync(HttpMethod.Delete, job.Path, XplentyKey, XplentyVersion2);
        JsonObject asked = await JsonOf(response);
        Clock.Advance(seconds: 4);
        JsonObject before = await XplentyAsync(job);
        Clock.Advance(seconds: 1);
        JsonObject after = await XplentyAsync(job);
        Clock.Advance(seconds: 3600);
        JsonObject muchLater = await XplentyAsync(job);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("pending_stoppage", (string?)asked["status"]);
        Assert.Equal("pending_stoppage", (string?)before["status"]);
        Assert.Equal("stopped", (string?)after["status"]);
        Assert.Equal(0.5, (double)after["progress"]!);
        Assert.Equal("2026-03-14T22:00:55Z", (string?)after["completed_at"]);
        Assert.Equal(55, (long)after["runtime_in_seconds"]!);
        Assert.Equal("", (string?)after["errors"]);
        Assert.True(JsonNode.DeepEquals(after, muchLater));
    }

    [Fact]
    public async Task Asking_twice_stops_a_job_no_later()
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
    public async Task A_job_that_does_not_run_cannot_be_stopped(string id, HttpStatusCode status)
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Delete, $"{Jobs}/{id}", XplentyKey, XplentyVersion2);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task The_time_that_a_stop_takes_can_be_set()
    {
        Server.Settings = Server.Settings with { XplentyStopSeconds = 0 };

        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Delete, $"{Jobs}/203", XplentyKey, XplentyVersion2);

        Assert.Equal("stopped", (string?)(await JsonOf(response))["status"]);
    }

    [Fact]
    public async Task A_workflow_job_has_children_with_the_components_that_they_are()
    {
        using HttpResponseMessage response = await ReadAsync($"{Jobs}/204/children");
        using HttpResponseMessage none = await ReadAsync($"{Jobs}/201/children");

        JsonArray children = await ArrayOf(response);
        Assert.Equal([205, 206], children.Select(child => (long)child!["id"]!));
        Assert.Equal("Orders to warehouse", (string?)children[0]!["component"]!["name"]);
        Assert.Equal("[]", await TextOf(none));
    }

    [Fact]
    public async Task A_log_grows_and_tells_why_a_job_failed()
    {
        SandboxJob job = Server.CreateJob(new NewJob
        {
            Service = SandboxService.Xplenty,
            QueuedSeconds = 10,
            DurationSeconds = 10,
            Outcome = JobOutcome.Failed,
            Errors = ["No space.", "No time."],
        });

        JsonObject queued = await JsonOf(await ReadAsync($"{job.Path}/log"));
        Clock.Advance(seconds: 10);
        JsonObject running = await JsonOf(await ReadAsync($"{job.Path}/log"));
        Clock.Advance(seconds: 10);
        JsonObject failed = await JsonOf(await ReadAsync($"{job.Path}/log"));

        Assert.Equal(["body", "url"], failed.Select(field => field.Key));
        Assert.EndsWith($"{job.Path}/log", (string?)failed["url"]);
        Assert.Equal("", (string?)queued["body"]);
        Assert.Contains("started", (string?)running["body"]);
        Assert.Contains("2026-03-14 22:00:20 ERROR No time.\n", (string?)failed["body"]);
    }

    [Theory]
    [InlineData(20, HttpStatusCode.OK, 100)]
    [InlineData(10, HttpStatusCode.OK, 0)]
    [InlineData(0, HttpStatusCode.NotFound, 0)]
    public async Task A_preview_has_a_hundred_lines_at_most(double seconds, HttpStatusCode status, int lines)
    {
        SandboxJob job = Server.CreateJob(
            new NewJob { Service = SandboxService.Xplenty, QueuedSeconds = 10, DurationSeconds = 10 });
        Clock.Advance(seconds);

        using HttpResponseMessage response = await ReadAsync($"{job.Path}/outputs/{job.Id}1/preview");

        Assert.Equal(status, response.StatusCode);
        JsonObject body = await JsonOf(response);
        string preview = (string?)body["preview"] ?? "";
        Assert.Equal(lines, preview.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("GET", "/99/log")]
    [InlineData("GET", "/99/variables")]
    [InlineData("GET", "/99/children")]
    [InlineData("GET", "/99/outputs/991/preview")]
    [InlineData("GET", "/201/outputs/1/preview")]
    [InlineData("GET", "/99/watchers")]
    [InlineData("POST", "/99/watchers")]
    [InlineData("DELETE", "/99/watchers")]
    [InlineData("PUT", "/201/watchers")]
    [InlineData("POST", "/201")]
    public async Task What_belongs_to_no_job_is_a_404(string method, string path)
    {
        using HttpResponseMessage response = await SendAsync(
            new HttpMethod(method), Jobs + path, XplentyKey, XplentyVersion2);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("""{"message":"Item not found."}""", await TextOf(response));
    }

    [Fact]
    public async Task The_details_of_the_documented_job_can_be_read()
    {
        using HttpResponseMessage log = await ReadAsync($"{Jobs}/157/log");
        using HttpResponseMessage variables = await ReadAsync($"{Jobs}/157/variables");
        using HttpResponseMessage preview = await ReadAsync($"{Jobs}/157/outputs/123/preview");
        using HttpResponseMessage watchers = await ReadAsync($"{Jobs}/157/watchers");

        Assert.Equal("", (string?)(await JsonOf(log))["body"]);
        Assert.Equal("{}", await TextOf(variables));
        Assert.Equal(HttpStatusCode.OK, preview.StatusCode);
        Assert.Equal("[]", await TextOf(watchers));
    }

    [Fact]
    public async Task Watchers_come_and_go()
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
    public async Task Whoever_started_a_job_watches_it()
    {
        using HttpResponseMessage response = await RunAsync("""{"cluster_id":52,"package_id":434}""");
        using HttpResponseMessage watchers = await ReadAsync($"{Jobs}/{(await JsonOf(response))["id"]}/watchers");

        Assert.Equal("""[{"id":4201,"display_name":"Sandbox User"}]""", await TextOf(watchers));
    }

    [Theory]
    [InlineData("", "438 437 436 435 434")]
    [InlineData("?direction=asc", "434 435 436 437 438")]
    [InlineData("?status=active&sort=name", "436 435 437 434")]
    [InlineData("?status=archived", "438")]
    [InlineData("?limit=2&offset=2", "436 435")]
    public async Task Packages_are_listed(string query, string ids)
    {
        using HttpResponseMessage response = await ReadAsync($"/demo/api/packages{query}");

        Assert.Equal(ids, string.Join(' ', (await ArrayOf(response)).Select(package => (long)package!["id"]!)));
    }

    [Theory]
    [InlineData("/demo/api/packages?status=gone", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/demo/api/packages?limit=101", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/demo/api/clusters/1", HttpStatusCode.NotFound)]
    [InlineData("/demo/api/clusters/word", HttpStatusCode.NotFound)]
    [InlineData("/other/api/packages", HttpStatusCode.NotFound)]
    [InlineData("/other/api/jobs", HttpStatusCode.NotFound)]
    public async Task What_an_account_has_not_is_refused(string path, HttpStatusCode status)
    {
        using HttpResponseMessage response = await ReadAsync(path);

        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData(52, "available")]
    [InlineData(53, "pending")]
    [InlineData(54, "terminated")]
    public async Task Clusters_have_a_status(int id, string status)
    {
        using HttpResponseMessage response = await ReadAsync($"/demo/api/clusters/{id}");

        Assert.Equal(status, (string?)(await JsonOf(response))["status"]);
    }

    [Fact]
    public async Task The_user_of_the_key_is_told_on_the_root()
    {
        using HttpResponseMessage response = await ReadAsync("/user");
        using HttpResponseMessage refused = await GetAsync("/user", Basic("wrong", ""), XplentyVersion2);

        Assert.Equal(4201, (long)(await JsonOf(response))["id"]!);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "")]
    [InlineData("DELETE", "/203")]
    [InlineData("GET", "/search?q=id:1")]
    public async Task Every_call_needs_key_and_media_type_and_counts(string method, string path)
    {
        using HttpResponseMessage keyless = await SendAsync(
            new HttpMethod(method), Jobs + path, accept: XplentyVersion2);
        using HttpResponseMessage typeless = await SendAsync(new HttpMethod(method), Jobs + path, XplentyKey);

        Assert.Equal(HttpStatusCode.Unauthorized, keyless.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, typeless.StatusCode);
        Assert.Equal("4999", typeless.Headers.GetValues("X-RateLimit-Remaining").Single());
    }

    [Fact]
    public void A_package_that_Xplenty_could_not_have_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Server.CreatePackage(new NewPackage { Id = 0 }));
        Assert.Throws<ArgumentException>(
            () => Server.CreatePackage(new NewPackage { Run = new RunPlan { Events = 1 } }));
    }

    private Task<HttpResponseMessage> ReadAsync(string path) => GetAsync(path, XplentyKey, XplentyVersion2);

    private Task<HttpResponseMessage> RunAsync(string body) =>
        SendAsync(HttpMethod.Post, Jobs, XplentyKey, XplentyVersion2, Json(body));
}
