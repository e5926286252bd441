using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using System.Xml.Linq;
using JobStatus.Sandbox.Alma;
using JobStatus.Sandbox.Jobs;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

public sealed class SandboxAlmaStartTests : SandboxTest
{
    private const string Jobs = "/almaws/v1/conf/jobs";

    [Fact]
    public async Task Starting_a_job_returns_the_job_and_a_link_to_its_run()
    {
        using HttpResponseMessage response = await StartAsync(
            "M202", """{"parameter":[{"name":{"value":"set_id"},"value":"99"}]}""");
        JsonObject job = await JsonOf(response);
        string link = (string)job["additional_info"]!["link"]!;
        JsonObject run = await ReadAsync(link);

        string id = link.Split('/')[^1];
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("M202", (string?)job["id"]);
        Assert.Equal($"Job no. {id} triggered on Sat, 14 Mar 2026 22:00:00 GMT", (string?)job["additional_info"]!["value"]);
        Assert.Equal($"{Server.BaseUri}almaws/v1/conf/jobs/M202/instances/{id}", link);
        Assert.Equal("Export Physical Items - via API - 2026-03-14 10:00 PM", (string?)run["name"]);
        Assert.Equal("exl_api", (string?)run["submitted_by"]!["value"]);
        Assert.Equal("INITIALIZING", (string?)run["status"]!["value"]);
    }

    [Fact]
    public async Task A_started_run_follows_the_plan_of_its_definition()
    {
        Server.CreateDefinition(new NewDefinition
        {
            Id = "M9",
            Run = new RunPlan
            {
                QueuedSeconds = 10,
                DurationSeconds = 100,
                Outcome = JobOutcome.Failed,
                Errors = ["No space."],
                Counters = [new("c.x", "7")],
            },
        });
        using HttpResponseMessage response = await StartAsync("M9");
        string link = (string)(await JsonOf(response))["additional_info"]!["link"]!;

        JsonObject queued = await ReadAsync(link);
        Clock.Advance(seconds: 60);
        JsonObject running = await ReadAsync(link);
        Clock.Advance(seconds: 50);
        JsonObject ended = await ReadAsync(link);

        Assert.Equal("QUEUED", (string?)queued["status"]!["value"]);
        Assert.Equal("RUNNING", (string?)running["status"]!["value"]);
        Assert.Equal("COMPLETED_FAILED", (string?)ended["status"]!["value"]);
        Assert.Equal("No space.", (string?)ended["alert"]![0]!["desc"]);
        Assert.Equal("7", (string?)ended["counter"]![0]!["value"]);
    }

    [Fact]
    public async Task The_run_list_of_a_job_contains_a_started_run()
    {
        using HttpResponseMessage response = await StartAsync("S205");
        string id = ((string)(await JsonOf(response))["additional_info"]!["link"]!).Split('/')[^1];

        JsonObject list = await ReadAsync($"{Jobs}/S205/instances");

        Assert.Equal([id, "1000000000000205"], list["job_instance"]!.AsArray().Select(run => (string?)run!["id"]));
    }

    [Fact]
    public async Task A_job_can_be_started_with_XML()
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Post,
            $"{Jobs}/M202?op=run",
            AlmaKey,
            content: new StringContent(
                "<job><parameters><parameter><name>set_id</name><value>99</value></parameter></parameters></job>",
                Encoding.UTF8,
                "application/xml"));

        XElement job = await XmlOf(response);
        XElement info = job.Element("additional_info")!;
        Assert.Equal("job", job.Name);
        Assert.StartsWith("Job no. ", info.Value);
        Assert.Contains("/jobs/M202/instances/", (string?)info.Attribute("link"));
    }

    [Theory]
    [InlineData("", "402220")]
    [InlineData("?op=", "402220")]
    [InlineData("?op=stop", "402221")]
    [InlineData("?op=RUN", "402221")]
    public async Task Operations_other_than_run_are_rejected(string query, string code)
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Post, $"{Jobs}/M50173{query}", AlmaKey, "application/json", Json("{}"));

        await AssertRejectedAsync(response, code);
    }

    [Theory]
    [InlineData("X1", "402215")]
    [InlineData("ALL", "402215")]
    [InlineData("M1", "402216")]
    [InlineData("S201", "402248")]
    [InlineData("O206", "402248")]
    [InlineData("M207", "402231")]
    public async Task Starting_an_invalid_unknown_or_unsuitable_job_is_rejected(string jobId, string code)
    {
        using HttpResponseMessage response = await StartAsync(jobId);

        await AssertRejectedAsync(response, code);
    }

    [Theory]
    [InlineData("{}", "402228")]
    [InlineData("""{"parameter":[]}""", "402228")]
    [InlineData("""{"parameters":{"parameter":[{"name":{"value":"set_id"},"value":"99"}]}}""", "402228")]
    [InlineData("""{"parameter":[{"name":{"value":"SET_ID"},"value":"99"}]}""", "402228")]
    [InlineData("""{"parameter":[{"name":{"value":"set_id"},"value":""}]}""", "402229")]
    [InlineData("""{"parameter":[{"name":{"value":"set_id"}}]}""", "402229")]
    [InlineData(
        """{"parameter":[{"name":{"value":"set_id"},"value":"9"},{"name":{"value":"file_format"},"value":""}]}""",
        "402229")]
    [InlineData("", "INVALID_REQUEST")]
    [InlineData("null", "INVALID_REQUEST")]
    [InlineData("[]", "INVALID_REQUEST")]
    [InlineData("{", "INVALID_REQUEST")]
    [InlineData("""{"parameter":{"name":{"value":"set_id"},"value":"99"}}""", "INVALID_REQUEST")]
    [InlineData("""{"parameter":[{"name":"set_id","value":"99"}]}""", "INVALID_REQUEST")]
    [InlineData("""{"parameter":[{"value":"99"}]}""", "INVALID_REQUEST")]
    [InlineData("""{"parameter":[{"name":{"value":"set_id"},"value":99}]}""", "INVALID_REQUEST")]
    public async Task A_run_request_with_missing_parameters_or_an_invalid_body_is_rejected(string body, string code)
    {
        using HttpResponseMessage response = await StartAsync("M202", body);

        await AssertRejectedAsync(response, code);
    }

    [Theory]
    [InlineData("<job>")]
    [InlineData("<run/>")]
    [InlineData("<job><parameters><parameter><value>1</value></parameter></parameters></job>")]
    [InlineData("<!DOCTYPE job [<!ENTITY a 'b'>]><job/>")]
    public async Task A_run_request_with_invalid_XML_is_rejected(string body)
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Post,
            $"{Jobs}/M50173?op=run",
            AlmaKey,
            "application/json",
            new StringContent(body, Encoding.UTF8, "application/xml"));

        await AssertRejectedAsync(response, "INVALID_REQUEST");
    }

    [Fact]
    public async Task A_run_request_with_another_media_type_returns_415()
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Post, $"{Jobs}/M50173?op=run", AlmaKey, "application/json", new StringContent("{}"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task At_most_three_runs_started_by_the_API_are_allowed_at_a_time()
    {
        await AssertStartsAsync("M50173", "S204", "S205");

        using HttpResponseMessage fourth = await StartAsync("M50173");
        Clock.Advance(seconds: 30);
        using HttpResponseMessage later = await StartAsync("M50173");

        await AssertRejectedAsync(fourth, "402222");
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task A_job_can_be_started_at_most_five_times_an_hour()
    {
        for (int i = 0; i < 5; i++)
        {
            await AssertStartsAsync("M50173");
            Clock.Advance(seconds: 60);
        }

        using HttpResponseMessage sixth = await StartAsync("M50173");
        using HttpResponseMessage other = await StartAsync("S205");
        Clock.Advance(seconds: 3300);
        using HttpResponseMessage hourAfterTheFirst = await StartAsync("M50173");
        using HttpResponseMessage next = await StartAsync("M50173");

        await AssertRejectedAsync(sixth, "402223");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(HttpStatusCode.OK, hourAfterTheFirst.StatusCode);
        await AssertRejectedAsync(next, "402223");
    }

    [Fact]
    public async Task The_limits_for_starting_jobs_can_be_changed()
    {
        Server.Settings = Server.Settings with { AlmaRunsAtOnce = 1, AlmaStartsPerHour = 1 };
        await AssertStartsAsync("M50173");

        using HttpResponseMessage atOnce = await StartAsync("S205");
        Clock.Advance(seconds: 30);
        using HttpResponseMessage again = await StartAsync("M50173");

        await AssertRejectedAsync(atOnce, "402222");
        await AssertRejectedAsync(again, "402223");
    }

    [Fact]
    public async Task A_job_that_does_not_allow_overlap_cannot_be_started_while_a_run_is_unfinished()
    {
        using HttpResponseMessage during = await StartAsync("M203");
        Clock.Advance(seconds: 3600);
        using HttpResponseMessage after = await StartAsync("M203");

        await AssertRejectedAsync(during, "60347");
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task A_reset_clears_the_counts_of_started_runs()
    {
        await AssertStartsAsync("M50173", "S204", "S205");

        Server.Reset();

        await AssertStartsAsync("M50173");
    }

    [Fact]
    public async Task A_read_only_key_can_read_a_job_but_not_start_it()
    {
        const string ReadOnlyKey = "apikey sandbox-alma-readonly-key";

        using HttpResponseMessage read = await GetAsync($"{Jobs}/M50173", ReadOnlyKey, "application/json");
        using HttpResponseMessage started = await SendAsync(
            HttpMethod.Post, $"{Jobs}/M50173?op=run", ReadOnlyKey, "application/json", Json("{}"));

        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        await AssertRejectedAsync(started, "UNAUTHORIZED");
    }

    [Fact]
    public async Task A_run_request_over_the_rate_limit_starts_nothing()
    {
        Server.Settings = Server.Settings with { AlmaRequestsPerSecond = 1 };
        await AssertStartsAsync("M50173");

        using HttpResponseMessage rejected = await StartAsync("M50173");
        Clock.Advance(seconds: 1);
        JsonObject list = await ReadAsync($"{Jobs}/M50173/instances");

        Assert.Equal(HttpStatusCode.TooManyRequests, rejected.StatusCode);
        Assert.Equal(2, (int)list["total_record_count"]!);
    }

    public static TheoryData<NewDefinition> InvalidDefinitions =>
    [
        new NewDefinition { Id = "X1" },
        new NewDefinition { Id = "S1", Type = DefinitionType.Manual },
        new NewDefinition { Category = "small" },
        new NewDefinition { ProfileId = "word" },
        new NewDefinition { Parameters = [new("a"), new("a")] },
        new NewDefinition { Run = new RunPlan { DurationSeconds = -1 } },
        new NewDefinition { Run = new RunPlan { Disposition = "Error" } },
        new NewDefinition { Run = new RunPlan { Events = -1 } },
    ];

    [Theory]
    [MemberData(nameof(InvalidDefinitions), DisableDiscoveryEnumeration = true)]
    public void An_invalid_definition_is_rejected(NewDefinition definition) =>
        Assert.Throws<ArgumentException>(() => Server.CreateDefinition(definition));

    private static async Task AssertRejectedAsync(HttpResponseMessage response, string code)
    {
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, (string?)(await JsonOf(response))["errorList"]!["error"]![0]!["errorCode"]);
    }

    private async Task AssertStartsAsync(params string[] jobIds)
    {
        foreach (string jobId in jobIds)
        {
            using HttpResponseMessage response = await StartAsync(jobId);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    private Task<HttpResponseMessage> StartAsync(string jobId, string body = "{}") =>
        SendAsync(HttpMethod.Post, $"{Jobs}/{jobId}?op=run", AlmaKey, "application/json", Json(body));

    private async Task<JsonObject> ReadAsync(string path) => await JsonOf(await GetAsync(path, AlmaKey, "application/json"));
}
