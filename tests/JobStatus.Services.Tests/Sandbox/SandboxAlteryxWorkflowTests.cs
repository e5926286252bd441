using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Jobs;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

public sealed class SandboxAlteryxWorkflowTests : SandboxTest
{
    private const string Workflows = "/webapi/v3/workflows";
    private const string Monthly = $"{Workflows}/66f00000000000000000a001";
    private const string Weekly = $"{Workflows}/66f00000000000000000a002";
    private const string Daily = $"{Workflows}/66f00000000000000000a003";
    private const string Forbidden = $"{Workflows}/66f00000000000000000a004";
    private const string None = $"{Workflows}/none";

    [Theory]
    [InlineData("", "Monthly report, Weekly report, Daily report, Payroll")]
    [InlineData("?name=", "Monthly report, Weekly report, Daily report, Payroll")]
    [InlineData("?name=REPORT", "Monthly report, Weekly report, Daily report")]
    [InlineData("?name=Weekly%20report", "Weekly report")]
    [InlineData("?name=none", "")]
    public async Task Workflows_are_filtered_by_a_part_of_their_name(string query, string names)
    {
        using HttpResponseMessage response = await ReadAsync(Workflows + query);

        Assert.Equal(names, string.Join(", ", (await ArrayOf(response)).Select(workflow => (string?)workflow!["name"])));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("?view=Default", false)]
    [InlineData("?view=Full", true)]
    public async Task The_full_view_has_more_fields(string query, bool full)
    {
        using HttpResponseMessage response = await ReadAsync(Workflows + query);

        JsonObject workflow = (await ArrayOf(response))[0]!.AsObject();
        Assert.Equal("66f00000000000000000a001", (string?)workflow["id"]);
        Assert.Equal(full, workflow.ContainsKey("versions"));
    }

    [Fact]
    public async Task An_unknown_view_returns_400()
    {
        using HttpResponseMessage response = await ReadAsync($"{Workflows}?view=Tiny");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotNull((await JsonOf(response))["modelState"]!["view"]);
    }

    [Fact]
    public async Task Questions_are_listed_with_their_possible_answers()
    {
        using HttpResponseMessage some = await ReadAsync($"{Weekly}/questions");
        using HttpResponseMessage none = await ReadAsync($"{Monthly}/questions");

        JsonArray questions = await ArrayOf(some);
        Assert.Equal(
            """{"name":"Customer","questionType":"QuestionTextBox","description":"Whose report is it?","""
            + "\"value\":\"all\",\"multiple\":false,\"items\":[]}",
            questions[0]!.ToJsonString());
        Assert.Equal("""{"key":"North","value":"north"}""", questions[1]!["items"]![0]!.ToJsonString());
        Assert.Equal("[]", await TextOf(none));
    }

    [Fact]
    public async Task The_job_list_of_a_workflow_is_a_bare_array_with_its_own_fields()
    {
        using HttpResponseMessage response = await ReadAsync($"{Daily}/jobs");

        Assert.Equal(
            """[{"id":"66f000000000000000000203","createDate":"2026-03-14T22:00:00.000Z","status":"Initializing","""
            + "\"priority\":\"Default\",\"workerTag\":\"\",\"runWithE2\":true}]",
            await TextOf(response));
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData("?status=Complete", 3)]
    [InlineData("?status=Error", 1)]
    [InlineData("?status=Running", 1)]
    [InlineData("?status=Queued", 1)]
    [InlineData("?status=complete", 3)]
    [InlineData("?resultCode=Success", 1)]
    [InlineData("?resultCode=Warning", 1)]
    [InlineData("?resultCode=Error", 1)]
    [InlineData("?status=Complete&resultCode=Error", 1)]
    [InlineData("?status=Running&resultCode=Error", 0)]
    [InlineData("?limit=1", 1)]
    [InlineData("?limit=5", 5)]
    [InlineData("?limit=6", 5)]
    [InlineData("?limit=2&offset=4", 1)]
    [InlineData("?limit=2&offset=5", 0)]
    public async Task The_job_list_of_a_workflow_is_filtered_by_status_and_result(string query, int count)
    {
        SandboxWorkflow workflow = Server.CreateWorkflow(new NewWorkflow { Name = "Mine" });
        foreach (JobOutcome outcome in new[] { JobOutcome.Completed, JobOutcome.Warning, JobOutcome.Failed })
        {
            Create(workflow, new RunPlan { DurationSeconds = 0, Outcome = outcome });
        }

        Create(workflow, new RunPlan { QueuedSeconds = 50 });
        Create(workflow, new RunPlan { DurationSeconds = 100 });
        Clock.Advance(seconds: 20);

        using HttpResponseMessage response = await ReadAsync($"{Workflows}/{workflow.Id}/jobs{query}");

        Assert.Equal(count, (await ArrayOf(response)).Count);
    }

    [Fact]
    public async Task A_job_found_with_the_filter_Error_has_the_status_Completed()
    {
        using HttpResponseMessage response = await ReadAsync($"{Weekly}/jobs?status=Error");

        JsonNode job = Assert.Single(await ArrayOf(response))!;
        Assert.Equal("Completed", (string?)job["status"]);
        Assert.False(job.AsObject().ContainsKey("disposition"));
    }

    [Theory]
    [InlineData("", "321")]
    [InlineData("?direction=asc", "123")]
    [InlineData("?sortField=createDateTime&direction=asc", "123")]
    [InlineData("?sortField=createdate&direction=desc", "321")]
    [InlineData("?sortField=Priority&direction=desc", "231")]
    [InlineData("?sortField=CompletionDateTime&direction=asc", "321")]
    public async Task The_job_list_of_a_workflow_is_sorted(string query, string order)
    {
        SandboxWorkflow workflow = Server.CreateWorkflow(new NewWorkflow());
        string[] ids =
        [
            .. new[] { ("Low", 90), ("Critical", 60), ("High", 30) }.Select((job, index) => Server.CreateJob(new NewJob
            {
                Service = SandboxService.Alteryx,
                WorkflowId = workflow.Id,
                SubmittedSecondsAgo = 200 - index,
                DurationSeconds = job.Item2,
                Priority = job.Item1,
            }).Id),
        ];

        using HttpResponseMessage response = await ReadAsync($"{Workflows}/{workflow.Id}/jobs{query}");

        Assert.Equal(
            order,
            string.Concat((await ArrayOf(response)).Select(job => Array.IndexOf(ids, (string?)job!["id"]) + 1)));
    }

    [Theory]
    [InlineData("status", "Completed")]
    [InlineData("resultCode", "Ok")]
    [InlineData("sortField", "Name")]
    [InlineData("direction", "up")]
    [InlineData("limit", "0")]
    [InlineData("offset", "x")]
    public async Task An_invalid_list_parameter_returns_400_and_names_the_field(string field, string value)
    {
        using HttpResponseMessage response = await ReadAsync($"{Monthly}/jobs?{field}={value}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotEmpty((await JsonOf(response))["modelState"]![field]!.AsArray());
    }

    [Fact]
    public async Task Running_a_workflow_returns_200_and_a_job_that_progresses_over_time()
    {
        using HttpResponseMessage response = await RunAsync(Weekly, """
            {
              "questions": [{"name": "Customer", "value": "ACME"}, {"name": "Region", "value": null}],
              "priority": "High", "workerTag": "big", "credentialId": "66f00000000000000000d001"
            }
            """);
        JsonObject job = await JsonOf(response);
        Clock.Advance(seconds: 30);
        using HttpResponseMessage later = await ReadAsync($"/webapi/v3/jobs/{job["id"]}");
        using HttpResponseMessage list = await ReadAsync($"{Weekly}/jobs");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("66f00000000000000000a002", (string?)job["appId"]);
        Assert.Equal("Queued", (string?)job["status"]);
        Assert.Equal("High", (string?)job["priority"]);
        Assert.Equal("big", (string?)job["workerTag"]);
        Assert.Equal("Success", (string?)(await JsonOf(later))["disposition"]);
        Assert.Equal((string?)job["id"], (string?)(await ArrayOf(list))[0]!["id"]);
    }

    [Fact]
    public async Task A_started_job_follows_the_plan_of_its_workflow()
    {
        using HttpResponseMessage response = await RunAsync(Daily, "{}");
        JsonObject job = await JsonOf(response);
        Clock.Advance(seconds: 30);
        using HttpResponseMessage later = await ReadAsync($"/webapi/v3/jobs/{job["id"]}");

        JsonObject ended = await JsonOf(later);
        Assert.Equal("Default", (string?)job["priority"]);
        Assert.Equal("Error", (string?)ended["disposition"]);
        Assert.Contains(ended["messages"]!.AsArray(), message => (string?)message!["text"] == "The input file was not found.");
    }

    [Theory]
    [InlineData("""{"questions":[{"name":"Customer"},{"name":"Colour","value":"red"}]}""", "job.questions[1].name")]
    [InlineData("""{"priority":"Urgent"}""", "job.priority")]
    [InlineData("""{"priority":""}""", "job.priority")]
    [InlineData("""{"priority":2}""", "job")]
    [InlineData("""{"questions":{"name":"Customer"}}""", "job")]
    [InlineData("""{"questions":[{"value":"red"}]}""", "job")]
    [InlineData("""{"questions":[{"name":"Customer","value":5}]}""", "job")]
    [InlineData("", "job")]
    [InlineData("null", "job")]
    [InlineData("[]", "job")]
    [InlineData("{", "job")]
    public async Task A_run_request_with_an_invalid_field_returns_400_and_names_the_field(string body, string field)
    {
        using HttpResponseMessage response = await RunAsync(Weekly, body);

        JsonObject error = await JsonOf(response);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("The request is invalid.", (string?)error["message"]);
        Assert.NotEmpty(error["modelState"]![field]!.AsArray());
    }

    [Fact]
    public async Task A_run_request_with_another_media_type_returns_415()
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Post, $"{Monthly}/jobs", await BearerAsync(), content: new StringContent("{}"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Running_a_workflow_without_permission_returns_403()
    {
        using HttpResponseMessage response = await RunAsync(Forbidden, "{}");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("""{"message":"Authorization has been denied for this request."}""", await TextOf(response));
    }

    [Fact]
    public async Task A_start_returns_a_queued_job_even_if_the_job_starts_or_finishes_at_once()
    {
        SandboxWorkflow workflow = Server.CreateWorkflow(
            new NewWorkflow { Run = new RunPlan { DurationSeconds = 0, Outcome = JobOutcome.Failed } });

        using HttpResponseMessage response = await RunAsync($"{Workflows}/{workflow.Id}", "{}");
        JsonObject job = await JsonOf(response);
        using HttpResponseMessage later = await ReadAsync($"/webapi/v3/jobs/{job["id"]}");

        Assert.Equal("Queued", (string?)job["status"]);
        Assert.Equal("None", (string?)job["disposition"]);
        Assert.Empty(job["outputs"]!.AsArray());
        Assert.Empty(job["messages"]!.AsArray());
        Assert.Equal("Error", (string?)(await JsonOf(later))["disposition"]);
    }

    [Fact]
    public async Task A_workflow_is_read_by_its_id()
    {
        using HttpResponseMessage response = await ReadAsync(Monthly);

        JsonObject workflow = await JsonOf(response);
        JsonNode version = Assert.Single(workflow["versions"]!.AsArray())!;
        Assert.Equal("66f00000000000000000a001", (string?)workflow["id"]);
        Assert.Equal("Monthly report", (string?)workflow["name"]);
        Assert.NotNull((string?)workflow["ownerId"]);
        Assert.NotNull((string?)workflow["dateCreated"]);
        Assert.Equal((string?)version["versionId"], (string?)workflow["publishedVersionId"]);
        Assert.Equal(1, (int)version["versionNumber"]!);
        Assert.True((bool)version["published"]!);
        Assert.NotNull((string?)version["packageWorkflowType"]);
        Assert.NotNull((string?)version["uploadSource"]);
    }

    [Theory]
    [InlineData("/webapi//v3/workflows/66f00000000000000000a001/jobs")]
    [InlineData("/webapi/v3//jobs/66f000000000000000000201")]
    public async Task Empty_path_segments_are_ignored(string path)
    {
        using HttpResponseMessage response = await ReadAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(Server.Requests, request => request.Path == path);
    }

    [Theory]
    [InlineData("GET", None)]
    [InlineData("GET", $"{None}/jobs")]
    [InlineData("GET", $"{None}/questions")]
    [InlineData("POST", $"{None}/jobs")]
    public async Task An_unknown_workflow_returns_404(string method, string path)
    {
        using HttpResponseMessage response = await SendAsync(
            new HttpMethod(method), path, await BearerAsync(), content: method == "POST" ? Json("{}") : null);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("The workflow none was not found.", (string?)(await JsonOf(response))["message"]);
    }

    public static TheoryData<NewWorkflow> InvalidWorkflows =>
    [
        new NewWorkflow { Id = "a/b" },
        new NewWorkflow { Questions = [new() { Name = "a" }, new() { Name = "a" }] },
        new NewWorkflow { Run = new RunPlan { DurationSeconds = -1 } },
        new NewWorkflow { Run = new RunPlan { Counters = [new("c", "1")] } },
        new NewWorkflow { Run = new RunPlan { Outputs = [new() { Bytes = -1 }] } },
        new NewWorkflow { Run = new RunPlan { Outputs = [new() { Id = "../x" }] } },
        new NewWorkflow { Run = new RunPlan { Outputs = [new() { Disposition = "a\r\nb" }] } },
    ];

    [Theory]
    [MemberData(nameof(InvalidWorkflows), DisableDiscoveryEnumeration = true)]
    public void An_invalid_workflow_is_rejected(NewWorkflow workflow) =>
        Assert.Throws<ArgumentException>(() => Server.CreateWorkflow(workflow));

    private void Create(SandboxWorkflow workflow, RunPlan run) => Server.CreateJob(new NewJob
    {
        Service = SandboxService.Alteryx,
        WorkflowId = workflow.Id,
        QueuedSeconds = run.QueuedSeconds,
        DurationSeconds = run.DurationSeconds,
        Outcome = run.Outcome,
    });

    private async Task<HttpResponseMessage> ReadAsync(string path) => await GetAsync(path, await BearerAsync());

    private async Task<HttpResponseMessage> RunAsync(string workflow, string body) =>
        await SendAsync(HttpMethod.Post, $"{workflow}/jobs", await BearerAsync(), content: Json(body));
}
