using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

/// <summary>Tests the strict mode, which rejects requests that the services accept but do not document.</summary>
public sealed class SandboxStrictModeTests : SandboxTest
{
    private const string Alma = "/almaws/v1/conf";
    private const string Xplenty = "/demo/api";
    private const string Alteryx = "/webapi/v3";
    private const string Workflow = $"{Alteryx}/workflows/66f00000000000000000a001";
    private const string AlmaRun = """{"parameter":[{"name":{"value":"set_id"},"value":"5"}]}""";
    private const string XplentyRun = """{"cluster_id":52,"package_id":434,"variables":{"A":"x"}}""";

    [Theory]
    [InlineData("GET", $"{Alma}/jobs?limit=10&offset=0&type=MANUAL")]
    [InlineData("GET", $"{Alma}/jobs/S201/instances?submit_date_from=2026-03-01&status=RUNNING")]
    [InlineData("POST", $"{Alma}/jobs/M202?op=run", AlmaRun)]
    [InlineData("POST", $"{Alma}/jobs/M50173?op=run", "{}")]
    [InlineData("POST", $"{Alma}/jobs/M50173?op=run", "<job/>", "application/xml")]
    [InlineData("GET", $"{Xplenty}/jobs/157?include=log_summary")]
    [InlineData("GET", $"{Xplenty}/jobs?status=all&sort=updated&direction=asc&since=2026-03-14T00:00:00Z&limit=5")]
    [InlineData("POST", $"{Xplenty}/jobs", XplentyRun)]
    [InlineData("POST", $"{Xplenty}/jobs/203/watchers", "{}")]
    [InlineData("GET", $"{Alteryx}/jobs?allUsers=true&statuses=Queued&statuses=Running&users=ada")]
    [InlineData("GET", $"{Alteryx}/jobs?allUsers=false")]
    [InlineData("GET", $"{Workflow}/jobs?sortField=createDateTime&direction=desc")]
    [InlineData("POST", $"{Workflow}/jobs", """{"priority":"High"}""")]
    public async Task A_documented_request_is_accepted(
        string method, string path, string? body = null, string contentType = "application/json")
    {
        using HttpResponseMessage response = await SendAsync(method, path, body, contentType);

        Assert.True(response.IsSuccessStatusCode, await TextOf(response));
    }

    [Theory]
    [InlineData("GET", $"{Alma}/jobs?format=json", "'format'")]
    [InlineData("GET", $"{Alma}/jobs?limit=1&limit=2", "'limit' occurs more than once")]
    [InlineData("GET", $"{Alma}/jobs?type=", "'type' has no value")]
    [InlineData("GET", $"{Alma}/jobs/", "not a documented call")]
    [InlineData("PUT", $"{Alma}/jobs/M202", "not a documented call")]
    [InlineData("GET", "/almaws/v1/users", "not a documented call")]
    [InlineData("GET", $"{Xplenty}/jobs/157?callback=f", "'callback'")]
    [InlineData("GET", $"{Xplenty}/jobs/204/children?limit=5", "'limit'")]
    [InlineData("GET", $"{Alteryx}/jobs", "allUsers is missing")]
    [InlineData("GET", $"{Alteryx}/jobs?allUsers=false&users=ada", "users requires allUsers=true")]
    [InlineData("GET", $"{Alteryx}/jobs?allUsers=true&Limit=5", "'Limit'")]
    [InlineData("GET", $"{Workflow}/jobs?direction=desc", "sortField is missing")]
    [InlineData("GET", "/webapi//v3/workflows", "not a documented call")]
    public async Task A_request_that_is_not_documented_is_rejected(string method, string path, string problem)
    {
        await AssertRejectedAsync(await SendAsync(method, path), problem);
    }

    [Theory]
    [InlineData($"{Alma}/jobs/M202?op=run", """{"parameters":{"parameter":[]}}""", "'parameters'")]
    [InlineData($"{Alma}/jobs/M202?op=run", """{"parameter":[{"name":"set_id","value":"5"}]}""", "name.value")]
    [InlineData($"{Alma}/jobs/M202?op=run", """{"parameter":{"name":{"value":"set_id"},"value":"5"}}""", "name.value")]
    [InlineData($"{Alma}/jobs/M202?op=run", "", "not valid JSON")]
    [InlineData($"{Xplenty}/jobs", """{"cluster_id":"52","package_id":434}""", "must be numbers")]
    [InlineData($"{Xplenty}/jobs", """{"job":{"cluster_id":52,"package_id":434}}""", "'job'")]
    [InlineData($"{Xplenty}/jobs", "[]", "not a JSON object")]
    [InlineData($"{Xplenty}/jobs", "job[cluster_id]=52&job[package_id]=434", "application/json", "application/x-www-form-urlencoded")]
    [InlineData($"{Workflow}/jobs", """{"Priority":"High"}""", "'Priority'")]
    [InlineData($"{Workflow}/jobs", "", "not valid JSON")]
    public async Task A_body_that_is_not_documented_is_rejected(
        string path, string body, string problem, string contentType = "application/json")
    {
        await AssertRejectedAsync(await SendAsync("POST", path, body, contentType), problem);
    }

    [Theory]
    [InlineData($"{Alma}/jobs", AlmaKey, "text/xml")]
    [InlineData($"{Alma}/jobs", AlmaKey, null)]
    [InlineData($"{Alma}/jobs?apikey=sandbox-alma-key", null, "application/json")]
    [InlineData($"{Xplenty}/jobs", "Basic c2FuZGJveC14cGxlbnR5LWtleQ==", XplentyVersion2)]
    [InlineData($"{Xplenty}/jobs", "Basic c2FuZGJveC14cGxlbnR5LWtleTo=", "application/vnd.xplenty+json")]
    [InlineData($"{Xplenty}/jobs", "Basic c2FuZGJveC14cGxlbnR5LWtleTo=", "application/vnd.xplenty+json version=2")]
    [InlineData($"{Xplenty}/jobs", "Basic c2FuZGJveC14cGxlbnR5LWtleTo=", "application/vnd.xplenty+json, version=2")]
    [InlineData($"{Alteryx}/workflows", "Bearer token", "application/xml")]
    [InlineData($"{Alteryx}/workflows", null, "application/json")]
    public async Task Headers_that_are_not_documented_are_rejected(string path, string? authorization, string? accept)
    {
        Server.Settings = Server.Settings with { Strict = true };

        await AssertRejectedAsync(await GetAsync(path, authorization, accept), path.Contains('?') ? "'apikey'" : "header");
    }

    [Fact]
    public async Task A_rejected_request_has_a_problem_in_the_request_log()
    {
        using HttpResponseMessage rejected = await SendAsync("GET", $"{Alteryx}/jobs");
        using HttpResponseMessage accepted = await SendAsync("GET", $"{Alteryx}/workflows");

        Assert.StartsWith("allUsers is missing", Assert.Single(Server.Requests, request => request.Problem is not null).Problem);
    }

    [Fact]
    public async Task Strict_mode_is_off_by_default()
    {
        using HttpResponseMessage response = await GetAsync($"{Alma}/jobs", AlmaKey);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(Assert.Single(Server.Requests).Problem);
    }

    private static async Task AssertRejectedAsync(HttpResponseMessage response, string problem)
    {
        using (response)
        {
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            string? message = (string?)(await JsonOf(response))["message"];
            Assert.StartsWith("Strict mode: ", message);
            Assert.Contains(problem, message);
        }
    }

    /// <summary>Sends a request with the documented headers to the sandbox in strict mode.</summary>
    private async Task<HttpResponseMessage> SendAsync(
        string method, string path, string? body = null, string contentType = "application/json")
    {
        bool isXplenty = path.StartsWith(Xplenty, StringComparison.Ordinal);
        string authorization = isXplenty ? XplentyKey
            : path.StartsWith("/almaws", StringComparison.Ordinal) ? AlmaKey
            : await BearerAsync();
        string accept = isXplenty ? XplentyVersion2 : "application/json";
        Server.Settings = Server.Settings with { Strict = true };
        using StringContent? content = body is null ? null : new(body, Encoding.UTF8, new MediaTypeHeaderValue(contentType));
        return await SendAsync(new HttpMethod(method), path, authorization, accept, content);
    }
}
