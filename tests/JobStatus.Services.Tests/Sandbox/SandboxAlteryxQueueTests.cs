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

/// <summary>Tests the Alteryx queue and the cancellation of jobs.</summary>
public sealed class SandboxAlteryxQueueTests : SandboxTest
{
    private const string Queue = "/webapi/v3/jobs";
    private const string AllUsers = "allUsers=true";

    [Fact]
    public async Task The_queue_has_its_own_job_fields()
    {
        SandboxJob created = Server.CreateJob(new NewJob
        {
            Service = SandboxService.Alteryx,
            Name = "Mine",
            WorkflowId = "66f00000000000000000a002",
            QueuedSeconds = 10,
            DurationSeconds = 100,
            Priority = "High",
            SubmittedBy = "ada",
        });
        JsonNode queued = (await ReadAsync($"?limit=1&{AllUsers}"))["data"]![0]!;
        Clock.Advance(seconds: 60);
        JsonNode running = (await ReadAsync($"?limit=1&{AllUsers}"))["data"]![0]!;

        Assert.Equal(
            new JsonObject
            {
                ["jobId"] = created.Id,
                ["status"] = "Queued",
                ["workflowName"] = "Mine",
                ["workflowId"] = "66f00000000000000000a002",
                ["submittedBy"] = "ada",
                ["startTime"] = null,
                ["queueTime"] = 0,
                ["executionTime"] = null,
                ["priority"] = "High",
            }.ToJsonString(),
            queued.ToJsonString());
        Assert.Equal("Running", (string?)running["status"]);
        Assert.Equal("2026-03-14T22:00:10.000Z", (string?)running["startTime"]);
        Assert.Equal(10, (double)running["queueTime"]!);
        Assert.Equal(50, (double)running["executionTime"]!);
    }

    [Theory]
    [InlineData("", 3, 1, 100, 1, false, false)]
    [InlineData("?limit=1", 1, 1, 1, 3, true, false)]
    [InlineData("?limit=2", 2, 1, 2, 2, true, false)]
    [InlineData("?limit=2&offset=2", 1, 2, 2, 2, false, true)]
    [InlineData("?limit=3", 3, 1, 3, 1, false, false)]
    [InlineData("?limit=4", 3, 1, 4, 1, false, false)]
    [InlineData("?offset=3", 0, 1, 100, 1, false, true)]
    public async Task The_envelope_of_the_queue_describes_the_pages(
        string query, int count, int page, int size, int pages, bool hasNext, bool hasPrevious)
    {
        JsonObject queue = await ReadAsync(query);

        Assert.Equal(count, queue["data"]!.AsArray().Count);
        Assert.Equal(
            new JsonObject
            {
                ["currentPage"] = page,
                ["pageSize"] = size,
                ["totalItems"] = 3,
                ["totalPages"] = pages,
                ["hasNextPage"] = hasNext,
                ["hasPreviousPage"] = hasPrevious,
            }.ToJsonString(),
            queue["pagination"]!.ToJsonString());
    }

    [Fact]
    public async Task An_empty_queue_has_no_pages()
    {
        JsonObject queue = await ReadAsync("?workflowNames=none");

        Assert.Equal("[]", queue["data"]!.ToJsonString());
        Assert.Equal(0, (int)queue["pagination"]!["totalPages"]!);
    }

    [Theory]
    [InlineData("?statuses=Complete", "Weekly report, Monthly report")]
    [InlineData("?statuses=Initializing", "Daily report")]
    [InlineData("?statuses=initializing&statuses=Complete", "Daily report, Weekly report, Monthly report")]
    [InlineData("?statuses=Running", "")]
    [InlineData("?statuses=Queued", "")]
    [InlineData("?workflowNames=Daily%20report", "Daily report")]
    [InlineData("?workflowNames=Daily%20report&workflowNames=Weekly%20report", "Daily report, Weekly report")]
    [InlineData("?priorities=Default", "Daily report, Weekly report, Monthly report")]
    [InlineData("?priorities=High&priorities=Low", "")]
    [InlineData("?users=sandbox&allUsers=true", "Daily report, Weekly report, Monthly report")]
    [InlineData("?users=ada&allUsers=true", "")]
    [InlineData("?completedAfter=2026-03-14", "Weekly report, Monthly report")]
    [InlineData("?completedAfter=2026-03-15", "")]
    [InlineData("?completedBefore=2026-03-14", "")]
    [InlineData("?completedBefore=2026-03-15", "Weekly report, Monthly report")]
    [InlineData("?sortField=CreateDate&direction=asc", "Monthly report, Weekly report, Daily report")]
    [InlineData("?sortField=AppName&direction=asc", "Daily report, Monthly report, Weekly report")]
    [InlineData("?sortField=appname&direction=DESC", "Weekly report, Monthly report, Daily report")]
    [InlineData("?sortField=Status&direction=desc", "Daily report, Weekly report, Monthly report")]
    [InlineData("?sortField=CompletionDateTime&direction=asc", "Monthly report, Weekly report, Daily report")]
    [InlineData("?sortField=Priority&direction=asc", "Monthly report, Weekly report, Daily report")]
    public async Task The_queue_is_filtered_and_sorted(string query, string names)
    {
        JsonObject queue = await ReadAsync(query);

        Assert.Equal(names, string.Join(", ", queue["data"]!.AsArray().Select(job => (string?)job!["workflowName"])));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("?allUsers=true", true)]
    [InlineData("?allUsers=false", false)]
    [InlineData("?users=ada", false)]
    [InlineData("?users=ada&allUsers=true", true)]
    [InlineData("?users=sandbox&allUsers=true", false)]
    public async Task The_queue_contains_the_jobs_of_other_users_only_on_request(string query, bool shown)
    {
        SandboxJob job = Server.CreateJob(new NewJob { Service = SandboxService.Alteryx, SubmittedBy = "ada" });

        JsonObject queue = await ReadAsync(query);

        Assert.Equal(shown, queue["data"]!.AsArray().Any(item => (string?)item!["jobId"] == job.Id));
    }

    [Theory]
    [InlineData("statuses", "Completed")]
    [InlineData("statuses", "Queued,Running")]
    [InlineData("priorities", "Urgent")]
    [InlineData("sortField", "Name")]
    [InlineData("direction", "up")]
    [InlineData("offset", "-1")]
    [InlineData("limit", "0")]
    [InlineData("limit", "1001")]
    [InlineData("allUsers", "yes")]
    [InlineData("completedBefore", "14.03.2026")]
    [InlineData("completedAfter", "2026-03-14T00:00:00")]
    public async Task An_invalid_queue_parameter_returns_400_and_names_the_field(string field, string value)
    {
        using HttpResponseMessage response = await GetAsync($"{Queue}?{field}={value}", await BearerAsync());

        JsonObject error = await JsonOf(response);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotEmpty(error["modelState"]![field]!.AsArray());
    }

    [Theory]
    [InlineData(CuratorAccess.Granted, HttpStatusCode.OK)]
    [InlineData(CuratorAccess.Unauthorized, HttpStatusCode.Unauthorized)]
    [InlineData(CuratorAccess.Forbidden, HttpStatusCode.Forbidden)]
    public async Task The_queue_requires_a_curator(CuratorAccess access, HttpStatusCode status)
    {
        Server.Settings = Server.Settings with { AlteryxCurator = access };

        using HttpResponseMessage response = await GetAsync(Queue, await BearerAsync());

        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData(NewerCalls.Available, HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData(NewerCalls.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound)]
    [InlineData(NewerCalls.MethodNotAllowed, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed)]
    public async Task An_old_Server_does_not_support_the_queue_and_cancellation(
        NewerCalls calls, HttpStatusCode queueStatus, HttpStatusCode cancelStatus)
    {
        Server.Settings = Server.Settings with { AlteryxNewerCalls = calls };

        using HttpResponseMessage queue = await GetAsync(Queue, await BearerAsync());
        using HttpResponseMessage cancel = await SendAsync(
            HttpMethod.Delete, $"{Queue}/66f000000000000000000203", await BearerAsync());
        using HttpResponseMessage job = await GetAsync($"{Queue}/66f000000000000000000203", await BearerAsync());

        Assert.Equal(queueStatus, queue.StatusCode);
        Assert.Equal(cancelStatus, cancel.StatusCode);
        Assert.Equal(HttpStatusCode.OK, job.StatusCode);
    }

    [Fact]
    public async Task A_canceled_queued_job_is_deleted()
    {
        SandboxJob job = Server.CreateJob(new NewJob { Service = SandboxService.Alteryx, QueuedSeconds = 10 });

        using HttpResponseMessage response = await SendAsync(HttpMethod.Delete, job.Path, await BearerAsync());
        using HttpResponseMessage read = await SendAsync(HttpMethod.Get, job.Path, await BearerAsync());
        using HttpResponseMessage again = await SendAsync(HttpMethod.Delete, job.Path, await BearerAsync());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task A_canceled_running_job_finishes_immediately()
    {
        SandboxJob job = Server.CreateJob(new NewJob
        {
            Service = SandboxService.Alteryx,
            QueuedSeconds = 10,
            DurationSeconds = 100,
            Disposition = "Success",
            Errors = ["Broken."],
        });
        Clock.Advance(50);

        using HttpResponseMessage response = await SendAsync(HttpMethod.Delete, job.Path, await BearerAsync());
        using HttpResponseMessage again = await SendAsync(HttpMethod.Delete, job.Path, await BearerAsync());
        JsonObject body = await AlteryxAsync(job);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Cancelled", (string?)body["status"]);
        Assert.Equal("None", (string?)body["disposition"]);
        Assert.DoesNotContain(body["messages"]!.AsArray(), message => (int)message!["status"]! == 3);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
    }

    [Theory]
    [InlineData("66f000000000000000000201", HttpStatusCode.BadRequest)]
    [InlineData("66ebd18d3d6200007e000d8c", HttpStatusCode.BadRequest)]
    [InlineData("none", HttpStatusCode.NotFound)]
    public async Task A_finished_or_unknown_job_cannot_be_canceled(string id, HttpStatusCode status)
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Delete, $"{Queue}/{id}", await BearerAsync());

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(id, (string?)(await JsonOf(response))["message"]);
    }

    [Theory]
    [InlineData("GET", Queue)]
    [InlineData("DELETE", $"{Queue}/66f000000000000000000203")]
    [InlineData("GET", "/webapi/v3/workflows")]
    [InlineData("GET", "/webapi/v3/workflows/66f00000000000000000a001/jobs")]
    [InlineData("POST", "/webapi/v3/workflows/66f00000000000000000a001/jobs")]
    [InlineData("GET", "/webapi/v3/workflows/66f00000000000000000a001/questions")]
    [InlineData("GET", "/webapi/v1/jobs/66f000000000000000000201/output/66f00000000000000000b001")]
    public async Task Every_request_requires_a_token(string method, string path)
    {
        using HttpResponseMessage response = await SendAsync(new HttpMethod(method), path, "Bearer wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private async Task<JsonObject> ReadAsync(string query)
    {
        using HttpResponseMessage response = await GetAsync(Queue + query, await BearerAsync());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await JsonOf(response);
    }
}
