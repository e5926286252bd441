using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Alma;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Jobs;
using JobStatus.Sandbox.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

/// <summary>
/// Tests definitions, packages and workflows, created through the control API and through the server class.
/// </summary>
public sealed class SandboxCatalogTests : SandboxTest
{
    [Fact]
    public async Task A_definition_can_be_created_listed_and_removed()
    {
        JsonObject created = await AssertLifecycleAsync("definitions", """
            {
              "id": "S77", "type": "scheduled", "name": "Mine", "description": "Ours", "category": "USERS",
              "content": "SIS", "schedule": "Every day", "nextRun": "2026-04-01T00:00:00Z", "creator": "ada",
              "parameters": [{"name": "set_id", "description": "The set", "required": true, "default": "1"}],
              "profileId": "7", "readable": true, "submittable": true, "multiTask": false, "allowsOverlap": false,
              "run": {"durationSeconds": 5, "outcome": "warning", "events": 3}
            }
            """);

        Assert.Equal("S77", (string?)created["id"]);
        Assert.Equal("/almaws/v1/conf/jobs/S77", (string?)created["path"]);
    }

    [Fact]
    public async Task A_package_can_be_created_listed_and_removed()
    {
        JsonObject created = await AssertLifecycleAsync(
            "packages",
            """{"id": 77, "name": "Mine", "active": true, "run": {"variables": {"a": [1]}, "outcome": "failed"}}""");

        Assert.Equal(77, (long)created["id"]!);
    }

    [Fact]
    public async Task A_workflow_can_be_created_listed_and_removed()
    {
        JsonObject created = await AssertLifecycleAsync("workflows", """
            {
              "id": "abc", "name": "Mine", "mayRun": false,
              "questions": [
                {
                  "name": "Q", "questionType": "QuestionListBox", "description": "Q?", "value": "1", "multiple": true,
                  "items": [{"key": "One", "value": "1"}]
                }
              ],
              "run": {"outputs": [{"fileName": "a.csv", "availableFormats": ["Csv"], "bytes": 5, "disposition": "inline"}]}
            }
            """);

        Assert.Equal("abc", (string?)created["id"]);
    }

    [Theory]
    [InlineData("definitions", """{"id": "X1"}""")]
    [InlineData("definitions", """{"duration": 5}""")]
    [InlineData("definitions", """{"run": {"service": "alma"}}""")]
    [InlineData("definitions", """{"parameters": [{"description": "nameless"}]}""")]
    [InlineData("packages", """{"id": -1}""")]
    [InlineData("packages", """{"run": {"messages": [{"status": 1, "text": "x"}]}}""")]
    [InlineData("workflows", """{"id": "a b"}""")]
    [InlineData("workflows", """{"questions": [{"value": "1"}]}""")]
    [InlineData("jobs", """{"service": "alteryx", "priority": "Urgent"}""")]
    [InlineData("jobs", """{"service": "alteryx", "packageId": 5}""")]
    [InlineData("jobs", """{"service": "alma", "workflowId": "x"}""")]
    [InlineData("jobs", """{"service": "xplenty", "parentId": "word"}""")]
    [InlineData("jobs", """{"service": "xplenty", "packageId": 0}""")]
    [InlineData("jobs", """{"service": "alma", "fileBytes": -1}""")]
    [InlineData("jobs", """{"service": "alma", "fileDisposition": "\u0007"}""")]
    [InlineData("faults", """{"path": "/", "kind": "reset", "skip": -1}""")]
    public async Task An_invalid_request_returns_400_and_a_reason(string path, string json)
    {
        using HttpResponseMessage response = await ControlAsync(HttpMethod.Post, path, json);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotEqual("", (string?)(await JsonOf(response))["error"]);
    }

    [Theory]
    [InlineData("definitions/M1")]
    [InlineData("packages/1")]
    [InlineData("packages/word")]
    [InlineData("workflows/none")]
    public async Task Removing_an_unknown_item_returns_404(string path)
    {
        using HttpResponseMessage response = await ControlAsync(HttpMethod.Delete, path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public void Generated_ids_have_the_format_of_the_service_and_are_unique()
    {
        HashSet<string> ids =
        [
            Server.CreateDefinition(new NewDefinition()).Id,
            Server.CreateDefinition(new NewDefinition { Type = DefinitionType.Scheduled }).Id,
            Server.CreateDefinition(new NewDefinition { Type = DefinitionType.Other }).Id,
            Server.CreateJob(new NewJob { Service = SandboxService.Alma }).JobId!,
        ];

        Assert.Equal(["M60000", "M60003", "O60002", "S60001"], ids.Order());
        Assert.Equal(5000, Server.CreatePackage(new NewPackage()).Id);
        Assert.Equal(5001, Server.CreatePackage(new NewPackage()).Id);
        Assert.Matches("^[0-9a-f]{24}$", Server.CreateWorkflow(new NewWorkflow()).Id);
    }

    [Fact]
    public async Task A_run_still_exists_after_its_definition_was_removed()
    {
        Assert.True(Server.RemoveDefinition("M202"));
        Assert.True(Server.RemovePackage(434));
        Assert.True(Server.RemoveWorkflow("66f00000000000000000a001"));

        using HttpResponseMessage byJob = await GetAsync(
            "/almaws/v1/conf/jobs/M202/instances/1000000000000202", AlmaKey, "application/json");
        using HttpResponseMessage byAll = await GetAsync(
            "/almaws/v1/conf/jobs/ALL/instances/1000000000000202", AlmaKey, "application/json");
        using HttpResponseMessage xplenty = await GetAsync("/demo/api/jobs/201", XplentyKey, XplentyVersion2);
        using HttpResponseMessage alteryx = await GetAsync(
            "/webapi/v3/jobs/66f000000000000000000201", await BearerAsync());

        Assert.Equal("402216", (string?)(await JsonOf(byJob))["errorList"]!["error"]![0]!["errorCode"]);
        Assert.Equal("M202", (string?)(await JsonOf(byAll))["job_info"]!["id"]);
        Assert.Equal(HttpStatusCode.OK, xplenty.StatusCode);
        Assert.Equal(HttpStatusCode.OK, alteryx.StatusCode);
    }

    [Fact]
    public async Task A_reset_restores_definitions_and_jobs()
    {
        Server.CreateDefinition(new NewDefinition { Id = "M1" });
        Server.RemoveDefinition("M202");
        Server.CreatePackage(new NewPackage { Id = 1 });
        Server.RemoveWorkflow("66f00000000000000000a001");
        using HttpResponseMessage unwatched = await SendAsync(
            HttpMethod.Delete, "/demo/api/jobs/203/watchers", XplentyKey, XplentyVersion2);
        using HttpResponseMessage stopped = await SendAsync(
            HttpMethod.Delete, "/demo/api/jobs/203", XplentyKey, XplentyVersion2);

        Server.Reset();

        using HttpResponseMessage definitions = await ControlAsync(HttpMethod.Get, "definitions");
        using HttpResponseMessage packages = await ControlAsync(HttpMethod.Get, "packages");
        using HttpResponseMessage workflows = await ControlAsync(HttpMethod.Get, "workflows");
        using HttpResponseMessage watchers = await GetAsync("/demo/api/jobs/203/watchers", XplentyKey, XplentyVersion2);
        using HttpResponseMessage job = await GetAsync("/demo/api/jobs/203", XplentyKey, XplentyVersion2);
        Assert.Equal(
            ["M50173", "S201", "M202", "M203", "S204", "S205", "O206", "M207"],
            (await ArrayOf(definitions)).Select(definition => (string?)definition!["id"]));
        Assert.Equal(
            [434, 435, 436, 437, 438], (await ArrayOf(packages)).Select(package => (long)package!["id"]!));
        Assert.Equal(4, (await ArrayOf(workflows)).Count);
        Assert.Single(await ArrayOf(watchers));
        Assert.Equal("running", (string?)(await JsonOf(job))["status"]);
    }

    /// <summary>Creates an item, finds it in the list and removes it. Returns the response to the creation.</summary>
    private async Task<JsonObject> AssertLifecycleAsync(string path, string json)
    {
        using HttpResponseMessage response = await ControlAsync(HttpMethod.Post, path, json);
        JsonObject created = await JsonOf(response);
        using HttpResponseMessage listed = await ControlAsync(HttpMethod.Get, path);
        using HttpResponseMessage removed = await ControlAsync(HttpMethod.Delete, $"{path}/{created["id"]}");
        using HttpResponseMessage removedAgain = await ControlAsync(HttpMethod.Delete, $"{path}/{created["id"]}");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("Mine", (string?)created["name"]);
        Assert.Contains(await ArrayOf(listed), item => JsonNode.DeepEquals(item, created));
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, removedAgain.StatusCode);
        return created;
    }
}
