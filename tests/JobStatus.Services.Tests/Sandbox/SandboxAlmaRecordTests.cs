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

/// <summary>Tests the events, matches and files of Alma runs.</summary>
public sealed class SandboxAlmaRecordTests : SandboxTest
{
    private const string Events = "/almaws/v1/conf/jobs/S204/instances/1000000000000204/events";
    private const string Matches = "/almaws/v1/conf/jobs/S205/instances/1000000000000205/matches";
    private const string Download = "/almaws/v1/conf/jobs/S205/instances/1000000000000205/download";

    [Theory]
    [InlineData(Events, "event", "", 12, 10)]
    [InlineData(Events, "event", "?offset=10", 12, 2)]
    [InlineData(Events, "event", "?offset=12", 12, 0)]
    [InlineData(Events, "event", "?limit=0", 12, 0)]
    [InlineData(Events, "event", "?limit=100", 12, 12)]
    [InlineData(Matches, "match", "?population=SINGLE_MATCHES", 12, 10)]
    [InlineData(Matches, "match", "?population=SINGLE_MATCHES&offset=10", 12, 2)]
    [InlineData(Matches, "match", "?population=MULTI_MATCHES", 3, 3)]
    [InlineData(Matches, "match", "?population=MULTI_MATCHES&limit=2", 3, 2)]
    [InlineData(Matches, "match", "?population=MULTI_MATCHES&limit=2&offset=2", 3, 1)]
    public async Task Events_and_matches_are_listed_in_pages(string path, string item, string query, int total, int count)
    {
        JsonObject list = await JsonOf(await GetAsync(path + query, AlmaKey, "application/json"));

        Assert.Equal(total, (int)list["total_record_count"]!);
        Assert.Equal(count > 0, list.ContainsKey(item));
        JsonArray items = list[item]?.AsArray() ?? [];
        Assert.Equal(count, items.Select(record => (string?)record!["id"]).Distinct().Count());
        Assert.All(items, record => Assert.EndsWith($"/{record!["id"]}", (string?)record["link"]));
    }

    [Fact]
    public async Task The_root_of_the_XML_match_list_is_named_matches()
    {
        using HttpResponseMessage response = await GetAsync($"{Matches}?population=MULTI_MATCHES", AlmaKey);

        XElement list = await XmlOf(response);

        Assert.Equal("matches", list.Name);
        Assert.Equal("3", (string?)list.Attribute("total_record_count"));
        Assert.Equal(3, list.Elements("match").Count());
    }

    [Theory]
    [InlineData(Matches, "", "40166410")]
    [InlineData(Matches, "?population=ALL", "40166410")]
    [InlineData(Matches, "?population=MULTI_MATCHES&limit=101", "40166410")]
    [InlineData(Events, "?limit=101", "40166410")]
    [InlineData("/almaws/v1/conf/jobs/M202/instances/1000000000000202/events", "", "60332")]
    [InlineData("/almaws/v1/conf/jobs/M202/instances/1000000000000202/matches", "?population=MULTI_MATCHES", "402119")]
    [InlineData("/almaws/v1/conf/jobs/ALL/instances/1000000000000204/events", "", "402215")]
    [InlineData("/almaws/v1/conf/jobs/M1/instances/1000000000000204/events", "", "402216")]
    [InlineData("/almaws/v1/conf/jobs/S204/instances/1/events", "", "402218")]
    [InlineData("/almaws/v1/conf/jobs/ALL/instances/1/matches", "?population=MULTI_MATCHES", "402215")]
    [InlineData("/almaws/v1/conf/jobs/M1/instances/1/matches", "?population=MULTI_MATCHES", "402216")]
    [InlineData("/almaws/v1/conf/jobs/S205/instances/1/matches", "?population=MULTI_MATCHES", "402218")]
    [InlineData("/almaws/v1/conf/jobs/S/instances/1/download", "", "402215")]
    [InlineData("/almaws/v1/conf/jobs/S1/instances/1/download", "", "402216")]
    [InlineData("/almaws/v1/conf/jobs/S205/instances/1/download", "", "402218")]
    [InlineData("/almaws/v1/conf/jobs/ALL/instances/1/download", "", "402218")]
    [InlineData(Download, "?download_format=CSV", "40166410")]
    [InlineData(Download, "?line_type=../x", "40166410")]
    public async Task An_invalid_request_for_records_or_a_file_returns_400_and_an_error_code(string path, string query, string code)
    {
        using HttpResponseMessage response = await GetAsync(path + query, AlmaKey, "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, (string?)(await JsonOf(response))["errorList"]!["error"]![0]!["errorCode"]);
    }

    [Fact]
    public async Task A_run_has_no_events_until_it_is_finished()
    {
        SandboxJob run = Server.CreateJob(new NewJob { Service = SandboxService.Alma, JobId = "S204", Events = 2 });

        JsonObject during = await JsonOf(await GetAsync($"{run.Path}/events", AlmaKey, "application/json"));
        Clock.Advance(seconds: 30);
        JsonObject after = await JsonOf(await GetAsync($"{run.Path}/events", AlmaKey, "application/json"));

        Assert.Equal("""{"total_record_count":0}""", during.ToJsonString());
        Assert.Equal(2, (int)after["total_record_count"]!);
    }

    [Theory]
    [InlineData("", "application/xml", "1000000000000205_TOTAL_RECORDS_IMPORTED.xml")]
    [InlineData("?download_format=XML&line_type=RECORDS_DELETED", "application/xml", "1000000000000205_RECORDS_DELETED.xml")]
    [InlineData("?download_format=BINARY", "application/octet-stream", "1000000000000205_TOTAL_RECORDS_IMPORTED.mrc")]
    public async Task A_downloaded_file_has_a_content_type_and_a_name(string query, string mediaType, string fileName)
    {
        using HttpResponseMessage response = await GetAsync(Download + query, AlmaKey, "application/json");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal(fileName, response.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal(4096, (await response.Content.ReadAsByteArrayAsync(Token)).Length);
    }

    [Fact]
    public async Task A_file_can_be_downloaded_through_ALL_with_the_specified_length_and_name()
    {
        SandboxJob run = Server.CreateJob(new NewJob
        {
            Service = SandboxService.Alma,
            FileBytes = 100,
            FileDisposition = "attachment; filename=\"..\\..\\evil.ps1\"",
        });

        using HttpResponseMessage response = await GetAsync(
            $"/almaws/v1/conf/jobs/ALL/instances/{run.Id}/download", AlmaKey);

        Assert.Equal(
            "attachment; filename=\"..\\..\\evil.ps1\"",
            response.Content.Headers.NonValidated["Content-Disposition"].Single());
        Assert.Equal(
            $"0000000000000000000{new string('.', 44)}\n0000000000000000001{new string('.', 17)}", await TextOf(response));
    }
}
