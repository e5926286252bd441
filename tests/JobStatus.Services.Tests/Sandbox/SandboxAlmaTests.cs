using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using System.Xml.Linq;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Jobs;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

public sealed class SandboxAlmaTests : SandboxTest
{
    private const string SeedPath = "/almaws/v1/conf/jobs/M50173/instances/9563643080000561";

    private static readonly XNamespace ErrorNamespace = "http://com/exlibris/urm/general/xmlbeans";

    [Theory]
    [InlineData(null, "", "xml")]
    [InlineData("application/xml", "", "xml")]
    [InlineData("*/*", "", "xml")]
    [InlineData("application/json", "", "json")]
    [InlineData("application/xml;q=0.5, application/json", "", "json")]
    [InlineData(null, "?format=json", "json")]
    [InlineData("application/json", "?format=xml", "xml")]
    public async Task The_documented_run_is_returned_unchanged_in_the_requested_format(
        string? accept, string query, string format)
    {
        using HttpResponseMessage response = await GetAsync(SeedPath + query, AlmaKey, accept);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"application/{format}", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(Seed($"alma-instance.{format}"), await TextOf(response));
    }

    [Fact]
    public async Task A_run_can_be_read_through_ALL()
    {
        using HttpResponseMessage response = await GetAsync(
            "/almaws/v1/conf/jobs/ALL/instances/9563643080000561", AlmaKey, "application/json");

        Assert.Equal(Seed("alma-instance.json"), await TextOf(response));
    }

    [Fact]
    public async Task The_key_can_be_sent_in_the_query()
    {
        using HttpResponseMessage response = await GetAsync($"{SeedPath}?apikey=sandbox-alma-key");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("GET", AlmaKey)]
    [InlineData("GET", "apikey sandbox-alma-readonly-key")]
    [InlineData("POST", AlmaKey)]
    public async Task The_key_check_returns_a_short_text(string method, string key)
    {
        using HttpResponseMessage response = await SendAsync(new HttpMethod(method), "/almaws/v1/conf/test", key);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith($"{method} - OK", await TextOf(response));
    }

    [Fact]
    public async Task The_key_check_for_writing_requires_the_read_write_key()
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Post, "/almaws/v1/conf/test", "apikey sandbox-alma-readonly-key", "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("UNAUTHORIZED", await ErrorCodeOf(response));
    }

    [Theory]
    [InlineData("GET", "jobs/50173", "", "402215", "Invalid job id format.")]
    [InlineData("GET", "jobs/M1", "", "402216", "Invalid job id.")]
    [InlineData("GET", "jobs/M50173/instances/1", "", "402218", "Invalid job instance id.")]
    [InlineData("GET", "jobs?category=NONE", "", "40166410", "Invalid category.")]
    [InlineData("GET", "jobs?type=NONE", "", "40166410", "Invalid type.")]
    [InlineData("GET", "jobs?profile_id=mine", "", "402219", "Failed to retrieve jobs list.")]
    [InlineData("POST", "jobs/M202", "{}", "402220", "Operation was not provided.")]
    [InlineData("POST", "jobs/M202?op=stop", "{}", "402221", "Operation is not supported.")]
    [InlineData("POST", "jobs/M202?op=run", "{}", "402228", "Mandatory parameter is missing from input.")]
    [InlineData(
        "POST",
        "jobs/M202?op=run",
        """{"parameter":[{"name":{"value":"set_id"},"value":""}]}""",
        "402229",
        "Mandatory parameter value is empty.")]
    [InlineData("POST", "jobs/S201?op=run", "{}", "402248", "Cannot submit scheduled job.")]
    [InlineData(
        "GET",
        "jobs/M202/instances/1000000000000202/events",
        "",
        "60332",
        "This service will only work for the job category and type of USERS/SIS.")]
    public async Task An_error_has_the_message_that_Alma_documents_for_its_code(
        string method, string path, string body, string code, string message)
    {
        using HttpResponseMessage response = await SendAsync(
            new HttpMethod(method), $"/almaws/v1/conf/{path}", AlmaKey, "application/json", body.Length == 0 ? null : Json(body));

        JsonNode error = (await JsonOf(response))["errorList"]!["error"]![0]!;
        Assert.Equal(code, (string?)error["errorCode"]);
        Assert.Equal(message, (string?)error["errorMessage"]);
    }

    [Theory]
    [InlineData("/almaws/v1/conf/test", null)]
    [InlineData(SeedPath, null)]
    [InlineData(SeedPath, "apikey wrong")]
    [InlineData(SeedPath, "Bearer sandbox-alma-key")]
    [InlineData($"{SeedPath}?apikey=wrong", null)]
    [InlineData($"{SeedPath}?apikey=", null)]
    public async Task A_request_without_a_valid_key_returns_400(string path, string? authorization)
    {
        using HttpResponseMessage response = await GetAsync(path, authorization, "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("UNAUTHORIZED", await ErrorCodeOf(response));
    }

    [Fact]
    public async Task A_key_is_rejected_if_its_setting_is_empty()
    {
        Server.Settings = Server.Settings with { AlmaKey = "" };

        using HttpResponseMessage response = await GetAsync(SeedPath, AlmaKey, "application/json");

        Assert.Equal("UNAUTHORIZED", await ErrorCodeOf(response));
    }

    [Theory]
    [InlineData("50173", "9563643080000561", "402215")]
    [InlineData("X50173", "9563643080000561", "402215")]
    [InlineData("m50173", "9563643080000561", "402215")]
    [InlineData("M", "9563643080000561", "402215")]
    [InlineData("all", "9563643080000561", "402215")]
    [InlineData("M99999", "9563643080000561", "402216")]
    [InlineData("M50173", "1", "402218")]
    [InlineData("M50173", "word", "402218")]
    [InlineData("M202", "9563643080000561", "402218")]
    [InlineData("ALL", "1", "402218")]
    public async Task An_invalid_or_unknown_id_returns_400_and_an_error_code(string jobId, string instanceId, string code)
    {
        using HttpResponseMessage response = await GetAsync(
            $"/almaws/v1/conf/jobs/{jobId}/instances/{instanceId}", AlmaKey, "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, await ErrorCodeOf(response));
    }

    [Theory]
    [InlineData("GET", "/almaws/v1/conf/nowhere")]
    [InlineData("DELETE", SeedPath)]
    public async Task An_unknown_path_or_method_returns_404(string method, string path)
    {
        using HttpResponseMessage response = await SendAsync(new HttpMethod(method), path, AlmaKey, "application/json");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("NOT_FOUND", await ErrorCodeOf(response));
    }

    [Fact]
    public async Task A_job_still_exists_after_its_only_run_was_removed()
    {
        Server.RemoveJob(SandboxService.Alma, "9563643080000561");

        using HttpResponseMessage response = await GetAsync(SeedPath, AlmaKey, "application/json");

        Assert.Equal("402218", await ErrorCodeOf(response));
    }

    [Fact]
    public async Task A_JSON_error_has_a_code_a_message_and_a_tracking_id()
    {
        using HttpResponseMessage response = await GetAsync(SeedPath, accept: "application/json");

        JsonObject body = await JsonOf(response);
        JsonNode error = Assert.Single(body["errorList"]!["error"]!.AsArray())!;
        Assert.True((bool)body["errorsExist"]!);
        Assert.NotEqual("", (string?)error["errorMessage"]);
        Assert.StartsWith("E01-", (string?)error["trackingId"]);
    }

    [Fact]
    public async Task An_XML_error_has_a_code_a_message_and_a_tracking_id()
    {
        using HttpResponseMessage response = await GetAsync(SeedPath);

        XElement body = await XmlOf(response);
        XElement error = body.Element(ErrorNamespace + "errorList")!.Element(ErrorNamespace + "error")!;
        Assert.Equal("true", body.Element(ErrorNamespace + "errorsExist")?.Value);
        Assert.Equal("UNAUTHORIZED", error.Element(ErrorNamespace + "errorCode")?.Value);
        Assert.NotEqual("", error.Element(ErrorNamespace + "errorMessage")?.Value);
        Assert.StartsWith("E01-", error.Element(ErrorNamespace + "trackingId")?.Value);
    }

    [Fact]
    public async Task Every_response_has_the_rest_of_the_daily_quota()
    {
        using HttpResponseMessage good = await GetAsync(SeedPath, AlmaKey);
        using HttpResponseMessage bad = await GetAsync(SeedPath);
        Clock.Advance(seconds: 2 * 3600);
        using HttpResponseMessage afterMidnight = await GetAsync(SeedPath, AlmaKey);

        Assert.Equal("99999", RemainingOf(good));
        Assert.Equal("99998", RemainingOf(bad));
        Assert.Equal("99999", RemainingOf(afterMidnight));
    }

    [Fact]
    public async Task Requests_over_the_daily_quota_are_rejected_until_midnight()
    {
        Server.Settings = Server.Settings with { AlmaRequestsPerDay = 1 };
        using HttpResponseMessage last = await GetAsync(SeedPath, AlmaKey);

        using HttpResponseMessage rejected = await GetAsync(SeedPath, AlmaKey, "application/json");
        Clock.Advance(seconds: 2 * 3600);
        using HttpResponseMessage afterMidnight = await GetAsync(SeedPath, AlmaKey);

        Assert.Equal("0", RemainingOf(last));
        Assert.Equal(HttpStatusCode.TooManyRequests, rejected.StatusCode);
        Assert.Equal("DAILY_THRESHOLD", await ErrorCodeOf(rejected));
        Assert.Equal(HttpStatusCode.OK, afterMidnight.StatusCode);
    }

    [Fact]
    public async Task Requests_over_the_rate_limit_are_rejected_and_do_not_count_against_the_quota()
    {
        Server.Settings = Server.Settings with { AlmaRequestsPerSecond = 1 };
        using HttpResponseMessage first = await GetAsync(SeedPath, AlmaKey);

        using HttpResponseMessage rejected = await GetAsync(SeedPath, AlmaKey, "application/json");
        Clock.Advance(seconds: 1);
        using HttpResponseMessage next = await GetAsync(SeedPath, AlmaKey);

        Assert.Equal(HttpStatusCode.TooManyRequests, rejected.StatusCode);
        Assert.Equal("PER_SECOND_THRESHOLD", await ErrorCodeOf(rejected));
        Assert.Equal("99998", RemainingOf(next));
    }

    [Theory]
    [InlineData(0, "QUEUED", false, false)]
    [InlineData(19, "QUEUED", false, false)]
    [InlineData(20, "INITIALIZING", true, false)]
    [InlineData(30, "RUNNING", true, false)]
    [InlineData(115, "FINALIZING", true, true)]
    [InlineData(120, "COMPLETED_SUCCESS", true, true)]
    public async Task A_run_goes_through_the_Alma_statuses(double seconds, string status, bool hasStarted, bool hasEnd)
    {
        SandboxJob job = Server.CreateJob(
            new NewJob { Service = SandboxService.Alma, QueuedSeconds = 20, DurationSeconds = 100 });

        Clock.Advance(seconds);
        JsonObject run = await AlmaAsync(job);

        Assert.Equal(status, (string?)run["status"]!["value"]);
        Assert.Equal(hasStarted, run.ContainsKey("start_time"));
        Assert.Equal(hasEnd, run.ContainsKey("end_time"));
    }

    [Theory]
    [InlineData(JobOutcome.Completed, "COMPLETED_SUCCESS", 100)]
    [InlineData(JobOutcome.Warning, "COMPLETED_WARNING", 100)]
    [InlineData(JobOutcome.Failed, "COMPLETED_FAILED", 60)]
    [InlineData(JobOutcome.Stopped, "USER_ABORTED", 60)]
    public async Task A_run_finishes_with_the_specified_outcome(JobOutcome outcome, string status, double progress)
    {
        SandboxJob job = Server.CreateJob(
            new NewJob { Service = SandboxService.Alma, DurationSeconds = 0, Outcome = outcome });

        JsonObject run = await AlmaAsync(job);

        Assert.Equal(status, (string?)run["status"]!["value"]);
        Assert.Equal(progress, (double)run["progress"]!);
        Assert.Single(run["alert"]!.AsArray());
    }

    [Fact]
    public async Task A_finished_run_has_the_documented_fields()
    {
        SandboxJob job = Server.CreateJob(new NewJob
        {
            Service = SandboxService.Alma,
            JobId = "S7",
            Name = "Nightly",
            SubmittedSecondsAgo = 60.5,
            QueuedSeconds = 10,
            DurationSeconds = 20,
            Counters = [new("c.read", "many", "Records read")],
            Alerts = [new("alert_odd")],
        });

        JsonObject run = await AlmaAsync(job);

        string jobUri = $"{Server.BaseUri}almaws/v1/conf/jobs/S7";
        Assert.Equal(job.Id, (string?)run["id"]);
        Assert.Equal("Nightly", (string?)run["name"]);
        Assert.Equal("exl_api", (string?)run["submitted_by"]!["value"]);
        Assert.Equal("2026-03-14T21:58:59.500Z", (string?)run["submit_time"]);
        Assert.Equal("2026-03-14T21:59:09.500Z", (string?)run["start_time"]);
        Assert.Equal("2026-03-14T21:59:29.500Z", (string?)run["end_time"]);
        Assert.Equal("2026-03-14Z", (string?)run["status_date"]);
        Assert.Equal("""[{"value":"alert_odd"}]""", run["alert"]!.ToJsonString());
        Assert.Equal(
            """[{"type":{"value":"c.read","desc":"Records read"},"value":"many"}]""", run["counter"]!.ToJsonString());
        Assert.Equal("S7", (string?)run["job_info"]!["id"]);
        Assert.Equal("SCHEDULED", (string?)run["job_info"]!["type"]!["value"]);
        Assert.Equal(jobUri, (string?)run["job_info"]!["link"]);
        Assert.Equal($"{jobUri}/instances/{job.Id}", (string?)run["link"]);
    }

    [Fact]
    public async Task A_run_has_the_same_values_in_XML_and_JSON()
    {
        SandboxJob job = Server.CreateJob(new NewJob
        {
            Service = SandboxService.Alma,
            DurationSeconds = 0,
            Errors = ["It broke."],
            Counters = [new("c.read", "12", "Records read")],
        });
        JsonObject json = await AlmaAsync(job);

        using HttpResponseMessage response = await GetAsync(job.Path, AlmaKey);
        XElement xml = await XmlOf(response);

        Assert.Equal("job_instance", xml.Name);
        Assert.Equal((string?)json["link"], (string?)xml.Attribute("link"));
        Assert.Equal((string?)json["id"], (string?)xml.Element("id"));
        Assert.Equal((string?)json["start_time"], (string?)xml.Element("start_time"));
        Assert.Equal("100", (string?)xml.Element("progress"));
        Assert.Equal("COMPLETED_SUCCESS", (string?)xml.Element("status"));
        Assert.Equal("Completed Successfully", (string?)xml.Element("status")!.Attribute("desc"));
        XElement alert = Assert.Single(xml.Element("alerts")!.Elements("alert"));
        Assert.Equal("It broke.", (string?)alert.Attribute("desc"));
        XElement counter = Assert.Single(xml.Element("counters")!.Elements("counter"));
        Assert.Equal("Records read", (string?)counter.Element("type")!.Attribute("desc"));
        Assert.Equal("12", (string?)counter.Element("value"));
        Assert.Equal((string?)json["job_info"]!["link"], (string?)xml.Element("job_info")!.Attribute("link"));
    }

    [Fact]
    public async Task Control_characters_in_a_name_are_kept_in_JSON_and_replaced_in_XML()
    {
        SandboxJob job = Server.CreateJob(new NewJob { Service = SandboxService.Alma, Name = "a\u001b[31mb\ud83d\ude00" });

        JsonObject json = await AlmaAsync(job);
        using HttpResponseMessage response = await GetAsync(job.Path, AlmaKey);
        XElement xml = await XmlOf(response);

        Assert.Equal("a\u001b[31mb\ud83d\ude00", (string?)json["name"]);
        Assert.Equal("a\ufffd[31mb\ud83d\ude00", (string?)xml.Element("name"));
    }

    [Theory]
    [InlineData("S201", "1000000000000201", "COMPLETED_SUCCESS")]
    [InlineData("M202", "1000000000000202", "COMPLETED_FAILED")]
    [InlineData("M203", "1000000000000203", "INITIALIZING")]
    public async Task The_built_in_runs_exist_at_startup(string jobId, string instanceId, string status)
    {
        using HttpResponseMessage response = await GetAsync(
            $"/almaws/v1/conf/jobs/{jobId}/instances/{instanceId}", AlmaKey, "application/json");

        Assert.Equal(status, (string?)(await JsonOf(response))["status"]!["value"]);
    }

    private static async Task<string?> ErrorCodeOf(HttpResponseMessage response) =>
        (string?)(await JsonOf(response))["errorList"]!["error"]![0]!["errorCode"];

    private static string RemainingOf(HttpResponseMessage response) =>
        response.Headers.GetValues("X-Exl-Api-Remaining").Single();
}
