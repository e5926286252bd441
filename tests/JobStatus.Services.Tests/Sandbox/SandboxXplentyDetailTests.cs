using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Jobs;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

/// <summary>Tests the log, the variables, the output previews and the children of Xplenty jobs.</summary>
public sealed class SandboxXplentyDetailTests : SandboxTest
{
    private const string Jobs = "/demo/api/jobs";

    [Fact]
    public async Task Dynamic_variables_have_values_once_the_job_has_started()
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
    public async Task The_children_of_a_workflow_job_have_a_component()
    {
        using HttpResponseMessage response = await ReadAsync($"{Jobs}/204/children");
        using HttpResponseMessage none = await ReadAsync($"{Jobs}/201/children");

        JsonArray children = await ArrayOf(response);
        Assert.Equal([206, 205], children.Select(child => (long)child!["id"]!));
        Assert.Equal("Orders to warehouse", (string?)children[1]!["component"]!["name"]);
        Assert.Equal("[]", await TextOf(none));
    }

    [Theory]
    [InlineData("", "3 2 1")]
    [InlineData("?direction=asc", "1 2 3")]
    [InlineData("?status=failed", "2")]
    [InlineData("?sort=updated", "1 3 2")]
    [InlineData("?since=2026-03-14T21:59:00Z", "3 1")]
    public async Task The_children_of_a_workflow_job_are_filtered_and_sorted(string query, string order)
    {
        SandboxJob parent = Server.CreateJob(new NewJob { Service = SandboxService.Xplenty });
        NewJob child = new() { Service = SandboxService.Xplenty, ParentId = parent.Id, SubmittedSecondsAgo = 300 };
        string[] ids =
        [
            Server.CreateJob(child with { DurationSeconds = 290 }).Id,
            Server.CreateJob(child with { SubmittedSecondsAgo = 200, Outcome = JobOutcome.Failed }).Id,
            Server.CreateJob(child with { SubmittedSecondsAgo = 100, DurationSeconds = 80 }).Id,
        ];

        using HttpResponseMessage response = await ReadAsync($"{parent.Path}/children{query}");

        Assert.Equal(
            order,
            string.Join(' ', (await ArrayOf(response)).Select(job => Array.IndexOf(ids, job!["id"]!.ToString()) + 1)));
    }

    [Theory]
    [InlineData("status=done")]
    [InlineData("since=yesterday")]
    public async Task An_invalid_filter_of_the_children_returns_422(string query)
    {
        using HttpResponseMessage response = await ReadAsync($"{Jobs}/204/children?{query}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    [Fact]
    public async Task The_log_grows_and_contains_the_reasons_for_a_failure()
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
    public async Task A_preview_has_at_most_100_lines(double seconds, HttpStatusCode status, int lines)
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
    public async Task Unknown_jobs_outputs_and_methods_return_404(string method, string path)
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

    private Task<HttpResponseMessage> ReadAsync(string path) => GetAsync(path, XplentyKey, XplentyVersion2);

    private Task<HttpResponseMessage> RunAsync(string body) =>
        SendAsync(HttpMethod.Post, Jobs, XplentyKey, XplentyVersion2, Json(body));
}
