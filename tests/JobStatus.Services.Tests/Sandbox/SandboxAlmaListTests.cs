using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using System.Xml.Linq;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Alma;
using JobStatus.Sandbox.Jobs;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

public sealed class SandboxAlmaListTests : SandboxTest
{
    private const string Jobs = "/almaws/v1/conf/jobs";

    [Fact]
    public async Task The_job_list_contains_the_built_in_jobs()
    {
        JsonObject list = await ListAsync(Jobs);

        Assert.Equal(8, (int)list["total_record_count"]!);
        Assert.Equal(
            ["M50173", "S201", "M202", "M203", "S204", "S205", "O206", "M207"],
            list["job"]!.AsArray().Select(job => (string?)job!["id"]));
    }

    [Theory]
    [InlineData("?limit=0", 0)]
    [InlineData("?limit=1", 1)]
    [InlineData("?limit=8", 8)]
    [InlineData("?limit=9", 8)]
    [InlineData("?limit=100", 8)]
    [InlineData("?limit=5&offset=5", 3)]
    [InlineData("?limit=5&offset=7", 1)]
    [InlineData("?limit=5&offset=8", 0)]
    [InlineData("?offset=1000", 0)]
    public async Task A_page_contains_the_requested_items_and_the_total_count(string query, int count)
    {
        JsonObject list = await ListAsync(Jobs + query);

        Assert.Equal(8, (int)list["total_record_count"]!);
        Assert.Equal(count, list["job"]?.AsArray().Count ?? 0);
        Assert.Equal(count > 0, list.ContainsKey("job"));
    }

    [Fact]
    public async Task The_default_page_size_is_ten()
    {
        foreach (int number in Enumerable.Range(1, 4))
        {
            Server.CreateDefinition(new NewDefinition { Name = $"More {number}" });
        }

        JsonObject first = await ListAsync(Jobs);
        JsonObject second = await ListAsync($"{Jobs}?offset=10");

        Assert.Equal(12, (int)first["total_record_count"]!);
        Assert.Equal(10, first["job"]!.AsArray().Count);
        Assert.Equal(2, second["job"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("?type=MANUAL", "M50173 M202 M203 M207")]
    [InlineData("?type=SCHEDULED", "S201 S204 S205")]
    [InlineData("?type=OTHER", "O206")]
    [InlineData("?category=USERS", "S204")]
    [InlineData("?category=PUBLISHING", "")]
    [InlineData("?profile_id=7001", "S205")]
    [InlineData("?profile_id=1", "")]
    [InlineData("?type=SCHEDULED&category=IMPORT", "S205")]
    [InlineData("?type=", "M50173 S201 M202 M203 S204 S205 O206 M207")]
    public async Task Jobs_are_filtered_by_type_category_and_profile(string query, string ids)
    {
        JsonObject list = await ListAsync(Jobs + query);

        Assert.Equal(ids, string.Join(' ', (list["job"]?.AsArray() ?? []).Select(job => (string?)job!["id"])));
    }

    [Theory]
    [InlineData("?type=manual", "40166410")]
    [InlineData("?type=ANY", "40166410")]
    [InlineData("?category=NONE", "40166410")]
    [InlineData("?limit=101", "40166410")]
    [InlineData("?limit=-1", "40166410")]
    [InlineData("?limit=ten", "40166410")]
    [InlineData("?limit=1&limit=2", "40166410")]
    [InlineData("?offset=-1", "40166410")]
    [InlineData("?profile_id=mine", "402219")]
    public async Task An_invalid_parameter_of_the_job_list_is_rejected(string query, string code)
    {
        using HttpResponseMessage response = await GetAsync(Jobs + query, AlmaKey, "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, await ErrorCodeOf(response));
    }

    [Fact]
    public async Task A_job_has_the_documented_fields()
    {
        Server.CreateDefinition(new NewDefinition
        {
            Id = "S9",
            Name = "Nightly",
            Description = "By night",
            Category = "OWN_ONE",
            Content = "BIB",
            Schedule = "Every day",
            Creator = "ada",
            Parameters = [new("set_id", "The set"), new("form", Default: "XML")],
            ProfileId = "77",
        });

        JsonObject job = await ListAsync($"{Jobs}/S9");

        Assert.Equal("Nightly", (string?)job["name"]);
        Assert.Equal("By night", (string?)job["description"]);
        Assert.Equal("""{"value":"SCHEDULED","desc":"Scheduled"}""", job["type"]!.ToJsonString());
        Assert.Equal("""{"value":"OWN_ONE"}""", job["category"]!.ToJsonString());
        Assert.Equal("BIB", (string?)job["content"]!["value"]);
        Assert.Equal("Every day", (string?)job["schedule"]!["value"]);
        Assert.Equal("2026-03-15T02:00:00Z", (string?)job["next_run"]);
        Assert.Equal("ada", (string?)job["creator"]!["value"]);
        Assert.Equal(
            """[{"name":{"value":"set_id","desc":"The set"},"value":""},{"name":{"value":"form"},"value":"XML"}]""",
            job["parameter"]!.ToJsonString());
        Assert.Equal("77", (string?)job["related_profile"]!["value"]);
        Assert.Equal($"{Server.BaseUri}almaws/v1/conf/jobs/S9", (string?)job["link"]);
        Assert.False(job.ContainsKey("additional_info"));
    }

    [Theory]
    [InlineData("all", "402215")]
    [InlineData("ALL", "402215")]
    [InlineData("X1", "402215")]
    [InlineData("M1", "402216")]
    [InlineData("M77", "402249")]
    public async Task Reading_an_invalid_unknown_or_unreadable_job_returns_400_and_an_error_code(string id, string code)
    {
        Server.CreateDefinition(new NewDefinition { Id = "M77", Readable = false });

        using HttpResponseMessage response = await GetAsync($"{Jobs}/{id}", AlmaKey, "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, await ErrorCodeOf(response));
    }

    [Fact]
    public async Task The_root_of_an_XML_list_has_the_total_count()
    {
        using HttpResponseMessage some = await GetAsync($"{Jobs}?type=MANUAL&limit=2", AlmaKey);
        using HttpResponseMessage none = await GetAsync($"{Jobs}?profile_id=1", AlmaKey);
        XElement list = await XmlOf(some);
        XElement empty = await XmlOf(none);

        Assert.Equal("jobs", list.Name);
        Assert.Equal("4", (string?)list.Attribute("total_record_count"));
        Assert.Equal(["M50173", "M202"], list.Elements("job").Select(job => (string?)job.Element("id")));
        XElement second = list.Elements("job").Last();
        Assert.Equal($"{Server.BaseUri}almaws/v1/conf/jobs/M202", (string?)second.Attribute("link"));
        Assert.Equal("MANUAL", (string?)second.Element("type"));
        XElement parameter = second.Element("parameters")!.Elements("parameter").First();
        Assert.Equal("set_id", (string?)parameter.Element("name"));
        Assert.Equal("The set to export", (string?)parameter.Element("name")!.Attribute("desc"));
        Assert.Equal("0", (string?)empty.Attribute("total_record_count"));
        Assert.Empty(empty.Elements());
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_in_pages()
    {
        string[] ids =
        [
            .. Enumerable.Range(0, 11).Select(age => Server.CreateJob(new NewJob
            {
                Service = SandboxService.Alma,
                JobId = "M5",
                SubmittedSecondsAgo = 11 - age,
            }).Id),
        ];

        JsonObject first = await ListAsync($"{Jobs}/M5/instances");
        JsonObject second = await ListAsync($"{Jobs}/M5/instances?offset=10");
        JsonObject none = await ListAsync($"{Jobs}/M5/instances?offset=11");

        Assert.Equal(11, (int)first["total_record_count"]!);
        Assert.Equal([.. ids.Reverse()], (string[])[.. IdsOf(first), .. IdsOf(second)]);
        Assert.Equal("""{"total_record_count":11}""", none.ToJsonString());
    }

    [Fact]
    public async Task A_job_that_never_ran_has_an_empty_run_list()
    {
        JsonObject list = await ListAsync($"{Jobs}/O206/instances");

        Assert.Equal("""{"total_record_count":0}""", list.ToJsonString());
    }

    [Fact]
    public async Task The_run_list_of_a_job_contains_the_documented_run()
    {
        JsonObject list = await ListAsync($"{Jobs}/M50173/instances");
        using HttpResponseMessage xml = await GetAsync($"{Jobs}/M50173/instances", AlmaKey);
        XElement run = (await XmlOf(xml)).Element("job_instance")!;

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Seed("alma-instance.json")), list["job_instance"]![0]));
        Assert.Equal("COMPLETED_SUCCESS", (string?)run.Element("status"));
        Assert.Equal(6, run.Element("counters")!.Elements("counter").Count());
    }

    [Fact]
    public async Task A_list_item_equals_the_run_read_by_id()
    {
        SandboxJob run = Server.CreateJob(
            new NewJob { Service = SandboxService.Alma, JobId = "M5", DurationSeconds = 0, Errors = ["Broken."] });

        JsonObject list = await ListAsync($"{Jobs}/M5/instances");

        Assert.True(JsonNode.DeepEquals(await AlmaAsync(run), list["job_instance"]![0]));
    }

    [Fact]
    public async Task A_setting_reduces_the_fields_of_listed_runs()
    {
        Server.Settings = Server.Settings with { AlmaListsFullInstances = false };
        Server.CreateJob(
            new NewJob { Service = SandboxService.Alma, JobId = "M5", DurationSeconds = 0, Counters = [new("c", "1")] });

        JsonObject list = await ListAsync($"{Jobs}/M5/instances");

        Assert.Equal(
            ["end_time", "id", "link", "name", "progress", "start_time", "status", "submit_time"],
            list["job_instance"]![0]!.AsObject().Select(field => field.Key).Order());
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("?submit_date_from=2026-03-14", 1)]
    [InlineData("?submit_date_from=2026-03-13", 2)]
    [InlineData("?submit_date_to=2026-03-13", 2)]
    [InlineData("?submit_date_to=2026-03-12", 1)]
    [InlineData("?submit_date_to=2026-03-11", 0)]
    [InlineData("?submit_date_from=2026-03-13&submit_date_to=2026-03-13", 1)]
    [InlineData("?submit_date_from=2026-03-14&submit_date_to=2026-03-13", 0)]
    [InlineData("?submit_date_from=&submit_date_to=&status=", 3)]
    public async Task Runs_are_filtered_by_submission_date_with_both_dates_included(string query, int count)
    {
        // The clock shows 22:00 on March 14, so the second and third run are submitted one second after and one second
        // before midnight on March 13.
        foreach (double hours in new[] { 0, 46 - (1 / 3600d), 46 + (1 / 3600d) })
        {
            Server.CreateJob(new NewJob
            {
                Service = SandboxService.Alma,
                JobId = "M5",
                SubmittedSecondsAgo = hours * 3600,
            });
        }

        JsonObject list = await ListAsync($"{Jobs}/M5/instances{query}");

        Assert.Equal(count, (int)list["total_record_count"]!);
    }

    [Theory]
    [InlineData("COMPLETED_FAILED", 1)]
    [InlineData("INITIALIZING", 1)]
    [InlineData("SKIPPED", 0)]
    public async Task Runs_are_filtered_by_status(string status, int count)
    {
        Server.CreateJob(new NewJob { Service = SandboxService.Alma, JobId = "M5" });
        Server.CreateJob(new NewJob
        {
            Service = SandboxService.Alma,
            JobId = "M5",
            DurationSeconds = 0,
            Outcome = JobOutcome.Failed,
        });

        JsonObject list = await ListAsync($"{Jobs}/M5/instances?status={status}");

        Assert.Equal(count, (int)list["total_record_count"]!);
    }

    [Theory]
    [InlineData("M202", "?submit_date_from=14.03.2026", "402217")]
    [InlineData("M202", "?submit_date_to=2026-3-14", "402217")]
    [InlineData("M202", "?submit_date_to=2026-02-30", "402217")]
    [InlineData("M202", "?submit_date_from=2026-03-14T00:00:00Z", "402217")]
    [InlineData("M202", "?status=DONE", "40166410")]
    [InlineData("M202", "?status=running", "40166410")]
    [InlineData("M202", "?limit=101", "40166410")]
    [InlineData("ALL", "", "402215")]
    [InlineData("202", "", "402215")]
    [InlineData("M1", "", "402216")]
    public async Task An_invalid_parameter_of_the_run_list_is_rejected(string jobId, string query, string code)
    {
        using HttpResponseMessage response = await GetAsync($"{Jobs}/{jobId}/instances{query}", AlmaKey, "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, await ErrorCodeOf(response));
    }

    [Fact]
    public async Task Recorded_runs_are_listed_if_their_body_contains_their_id()
    {
        Server.CreateJob(new NewJob
        {
            Service = SandboxService.Alma,
            Id = "71",
            JobId = "M5",
            RawBody = """{"id":"71","status":{"value":"PONDERING"},"submit_time":"2020-01-01T00:00:00Z",}""",
        });
        Server.CreateJob(new NewJob { Service = SandboxService.Alma, Id = "72", JobId = "M5", RawBody = "not JSON" });
        Server.CreateJob(new NewJob { Service = SandboxService.Alma, Id = "73", JobId = "M5", RawBody = """{"id":"0"}""" });
        Server.CreateJob(new NewJob { Service = SandboxService.Alma, Id = "74", JobId = "M5" });

        JsonObject list = await ListAsync($"{Jobs}/M5/instances");

        Assert.Equal(["74", "71"], IdsOf(list));
        Assert.Equal("PONDERING", (string?)list["job_instance"]![1]!["status"]!["value"]);
    }

    [Fact]
    public async Task Creating_a_run_of_an_unknown_job_creates_the_job()
    {
        Server.CreateJob(new NewJob { Service = SandboxService.Alma, JobId = "O5", Name = "Mine" });

        JsonObject job = await ListAsync($"{Jobs}/O5");

        Assert.Equal("Mine", (string?)job["name"]);
        Assert.Equal("OTHER", (string?)job["type"]!["value"]);
    }

    [Fact]
    public async Task A_run_contains_information_about_its_job()
    {
        JsonObject run = await ListAsync($"{Jobs}/M202/instances/1000000000000202");

        Assert.Equal("Writes the items of a set to a file.", (string?)run["job_info"]!["description"]);
        Assert.Equal("REPOSITORY", (string?)run["job_info"]!["category"]!["value"]);
    }

    private static string[] IdsOf(JsonObject list) =>
        [.. list["job_instance"]!.AsArray().Select(run => (string)run!["id"]!)];

    private static async Task<string?> ErrorCodeOf(HttpResponseMessage response) =>
        (string?)(await JsonOf(response))["errorList"]!["error"]![0]!["errorCode"];

    private async Task<JsonObject> ListAsync(string path) => await JsonOf(await GetAsync(path, AlmaKey, "application/json"));
}
