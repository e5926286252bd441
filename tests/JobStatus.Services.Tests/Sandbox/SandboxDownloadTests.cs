using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Jobs;
using JobStatus.Sandbox.Requests;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

/// <summary>The files of Alteryx's jobs, and what can go wrong while they are sent.</summary>
public sealed class SandboxDownloadTests : SandboxTest
{
    private const string Succeeded = "/webapi/v1/jobs/66f000000000000000000201/output/66f00000000000000000b001";

    [Theory]
    [InlineData("", "report.yxdb")]
    [InlineData("?format=Raw", "report.yxdb")]
    [InlineData("?format=raw", "report.yxdb")]
    [InlineData("?format=Csv", "report.csv")]
    public async Task An_output_comes_as_bytes_with_a_name(string query, string fileName)
    {
        using HttpResponseMessage response = await GetAsync(Succeeded + query, await BearerAsync());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            $"attachment; filename=\"{fileName}\"", response.Content.Headers.NonValidated["Content-Disposition"].Single());
        Assert.Equal(4096, (await response.Content.ReadAsByteArrayAsync(Token)).Length);
    }

    [Theory]
    [InlineData(Succeeded, "Pdf", HttpStatusCode.BadRequest)]
    [InlineData(Succeeded, "Exe", HttpStatusCode.BadRequest)]
    [InlineData("/webapi/v1/jobs/66f000000000000000000201/output/none", "Raw", HttpStatusCode.NotFound)]
    [InlineData("/webapi/v1/jobs/none/output/66f00000000000000000b001", "Raw", HttpStatusCode.NotFound)]
    [InlineData("/webapi/v1/jobs/66f000000000000000000202/output/66f00000000000000000b001", "Raw", HttpStatusCode.NotFound)]
    [InlineData("/webapi/v1/jobs/66f000000000000000000203/output/66f00000000000000000b001", "Raw", HttpStatusCode.NotFound)]
    [InlineData("/webapi/v1/jobs/66ebd18d3d6200007e000d8c/output/string", "Raw", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_had_is_refused(string path, string format, HttpStatusCode status)
    {
        using HttpResponseMessage response = await GetAsync($"{path}?format={format}", await BearerAsync());

        Assert.Equal(status, response.StatusCode);
        Assert.NotEqual("", (string?)(await JsonOf(response))["message"]);
    }

    [Theory]
    [InlineData("plain name.csv", null, "attachment; filename=\"plain name.csv\"")]
    [InlineData(
        "../../evil\"\r\n\u00e4.csv",
        null,
        "attachment; filename=\"../../evil____.csv\"; filename*=UTF-8''..%2F..%2Fevil%22%0D%0A%C3%A4.csv")]
    [InlineData("report.csv", "attachment; filename=C:\\Windows\\evil.dll", "attachment; filename=C:\\Windows\\evil.dll")]
    [InlineData("report.csv", "", null)]
    public async Task A_file_can_be_called_anything(string fileName, string? disposition, string? header)
    {
        SandboxJob job = CreateJob(new JobOutput { Id = "one", FileName = fileName, Disposition = disposition });

        using HttpResponseMessage response = await DownloadAsync(job, "one");

        Assert.Equal(fileName, (string?)(await AlteryxAsync(job))["outputs"]![0]!["fileName"]);
        Assert.Equal(header is not null, response.Content.Headers.NonValidated.Contains("Content-Disposition"));
        if (header is not null)
        {
            Assert.Equal(header, response.Content.Headers.NonValidated["Content-Disposition"].Single());
        }
    }

    [Fact]
    public async Task A_name_that_is_half_a_character_still_makes_a_header()
    {
        SandboxJob job = CreateJob(new JobOutput { Id = "one", FileName = "\ud800.csv" });

        using HttpResponseMessage response = await DownloadAsync(job, "one");

        Assert.Equal(
            "attachment; filename=\"_.csv\"; filename*=UTF-8''%EF%BF%BD.csv",
            response.Content.Headers.NonValidated["Content-Disposition"].Single());
    }

    [Fact]
    public async Task A_job_can_have_more_outputs_than_one()
    {
        SandboxJob job = CreateJob(
            new JobOutput { AvailableFormats = ["Raw"] }, new JobOutput { FileName = "b", AvailableFormats = ["Pdf"] });
        string[] ids = [.. (await AlteryxAsync(job))["outputs"]!.AsArray().Select(output => (string)output!["id"]!)];

        using HttpResponseMessage first = await DownloadAsync(job, ids[0]);
        using HttpResponseMessage second = await DownloadAsync(job, ids[1]);
        using HttpResponseMessage secondAsPdf = await DownloadAsync(job, $"{ids[1]}?format=Pdf");

        Assert.Equal(2, ids.Distinct().Count());
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
        Assert.Equal(HttpStatusCode.OK, secondAsPdf.StatusCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    public async Task A_file_has_the_length_that_it_was_told(long length)
    {
        SandboxJob job = CreateJob(new JobOutput { Id = "one", Bytes = length });

        using HttpResponseMessage response = await DownloadAsync(job, "one");
        string content = await TextOf(response);

        Assert.Equal(length, response.Content.Headers.ContentLength);
        Assert.Equal(length, content.Length);
        Assert.All(
            content.Split('\n', StringSplitOptions.RemoveEmptyEntries).SkipLast(1),
            (line, number) => Assert.StartsWith(number.ToString("D19", CultureInfo.InvariantCulture), line));
    }

    [Fact]
    public async Task A_file_of_hundreds_of_megabytes_arrives_whole()
    {
        const long Length = 256L * 1024 * 1024;
        SandboxJob job = CreateJob(new JobOutput { Id = "one", Bytes = Length });
        byte[] buffer = new byte[1024 * 1024];

        using HttpResponseMessage response = await DownloadAsync(job, "one", HttpCompletionOption.ResponseHeadersRead);
        await using Stream body = await response.Content.ReadAsStreamAsync(Token);
        long received = 0;
        int read;
        while ((read = await body.ReadAsync(buffer, Token)) > 0)
        {
            received += read;
        }

        Assert.Equal(Length, received);
    }

    [Fact]
    public async Task A_client_that_leaves_a_download_ends_it()
    {
        // longer than any memory: what is sent is made while it is sent
        SandboxJob job = CreateJob(new JobOutput { Id = "one", Bytes = 1L << 40 });

        using (HttpResponseMessage response = await DownloadAsync(job, "one", HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.Equal(1L << 40, response.Content.Headers.ContentLength);
        }

        await Server.WaitForRequestEndAsync(request => request.Path.Contains("/output/", StringComparison.Ordinal), Token);
    }

    [Theory]
    [InlineData(FaultKind.Truncate, null, 500_000)]
    [InlineData(FaultKind.Truncate, 100_000, 100_000)]
    [InlineData(FaultKind.Reset, 100_000, 100_000)]
    [InlineData(FaultKind.Reset, 0, 0)]
    public async Task A_download_can_break_off_in_its_middle(FaultKind kind, int? afterBytes, int expected)
    {
        SandboxJob job = CreateJob(new JobOutput { Id = "one", Bytes = 1_000_000 });
        Server.InjectFault(new Fault { Path = "/webapi/v1", Kind = kind, AfterBytes = afterBytes });

        using HttpResponseMessage response = await DownloadAsync(job, "one", HttpCompletionOption.ResponseHeadersRead);
        await using Stream body = await response.Content.ReadAsStreamAsync(Token);
        using MemoryStream received = new();
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(received, Token));
        using HttpResponseMessage whole = await DownloadAsync(job, "one");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1_000_000, response.Content.Headers.ContentLength);
        Assert.Equal(expected, received.Length);
        Assert.StartsWith(Encoding.ASCII.GetString(received.ToArray()), await TextOf(whole));
    }

    [Fact]
    public async Task A_file_that_Alma_sends_can_break_off_in_its_middle()
    {
        Server.InjectFault(new Fault { Path = "*/download", Kind = FaultKind.Truncate, AfterBytes = 10 });

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(
            "/almaws/v1/conf/jobs/ALL/instances/1000000000000205/download", AlmaKey));
    }

    [Fact]
    public async Task A_fault_can_wait_until_the_middle_of_a_list()
    {
        Server.InjectFault(
            new Fault { Path = "/demo/api/jobs", Skip = 1, Kind = FaultKind.Status, Status = 503 });

        int[] statuses = new int[3];
        for (int page = 0; page < statuses.Length; page++)
        {
            using HttpResponseMessage response = await GetAsync(
                $"/demo/api/jobs?limit=2&offset={page * 2}", XplentyKey, XplentyVersion2);
            statuses[page] = (int)response.StatusCode;
        }

        Assert.Equal([200, 503, 200], statuses);
        Assert.Equal(
            ["?limit=2&offset=0", "?limit=2&offset=2", "?limit=2&offset=4"],
            Server.Requests.Select(request => request.Query));
    }

    [Fact]
    public async Task A_fault_that_waits_leaves_those_behind_it_their_turn()
    {
        Server.InjectFault(new Fault { Path = "/demo", Skip = 1, Kind = FaultKind.Status, Status = 500 });
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Status, Status = 502 });

        int[] statuses = new int[3];
        for (int i = 0; i < statuses.Length; i++)
        {
            using HttpResponseMessage response = await GetAsync("/demo/api/jobs", XplentyKey, XplentyVersion2);
            statuses[i] = (int)response.StatusCode;
        }

        Assert.Equal([502, 500, 200], statuses);
        Assert.Throws<ArgumentException>(
            () => Server.InjectFault(new Fault { Path = "/demo", Skip = -1, Kind = FaultKind.Reset }));
    }

    [Theory]
    [InlineData("POST", "/almaws/v1/conf/jobs/M50173?op=run")]
    [InlineData("POST", "/demo/api/jobs")]
    [InlineData("DELETE", "/demo/api/jobs/203")]
    [InlineData("DELETE", "/demo/api/jobs/203/watchers")]
    [InlineData("DELETE", "/webapi/v3/jobs/66f000000000000000000203")]
    [InlineData("POST", "/webapi/v3/workflows/66f00000000000000000a001/jobs")]
    public async Task A_fault_answers_before_anything_is_done(string method, string path)
    {
        Server.InjectFault(new Fault { Path = "/", Method = method, Kind = FaultKind.Status, Status = 503 });
        using HttpResponseMessage before = await ControlAsync(HttpMethod.Get, "jobs");

        using HttpResponseMessage response = await SendAsync(new HttpMethod(method), path, content: Json("{}"));
        using HttpResponseMessage after = await ControlAsync(HttpMethod.Get, "jobs");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(await TextOf(before), await TextOf(after));
        LoggedRequest logged = Assert.Single(Server.Requests);
        Assert.Equal(method, logged.Method);
        Assert.Equal(path, logged.Path + logged.Query);
    }

    private SandboxJob CreateJob(params JobOutput[] outputs) => Server.CreateJob(
        new NewJob { Service = SandboxService.Alteryx, DurationSeconds = 0, Outputs = outputs });

    private async Task<HttpResponseMessage> DownloadAsync(
        SandboxJob job, string output, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"/webapi/v1/jobs/{job.Id}/output/{output}");
        request.Headers.Add("Authorization", await BearerAsync());
        return await Client.SendAsync(request, completion, Token);
    }
}
