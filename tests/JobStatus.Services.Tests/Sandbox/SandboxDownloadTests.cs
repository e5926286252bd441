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
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

/// <summary>Tests the output files of Alteryx jobs, and interrupted downloads.</summary>
public sealed class SandboxDownloadTests : SandboxTest
{
    private const string Succeeded = "/webapi/v1/jobs/66f000000000000000000201/output/66f00000000000000000b001";

    [Theory]
    [InlineData("", "report.yxdb")]
    [InlineData("?format=Raw", "report.yxdb")]
    [InlineData("?format=raw", "report.yxdb")]
    [InlineData("?format=Csv", "report.csv")]
    public async Task An_output_is_downloaded_as_bytes_with_a_file_name(string query, string fileName)
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
    public async Task An_unavailable_format_or_output_is_rejected(string path, string format, HttpStatusCode status)
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
    public async Task An_output_can_have_any_file_name(string fileName, string? disposition, string? header)
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
    public async Task A_file_name_with_an_unpaired_surrogate_results_in_a_valid_header()
    {
        SandboxJob job = CreateJob(new JobOutput { Id = "one", FileName = "\ud800.csv" });

        using HttpResponseMessage response = await DownloadAsync(job, "one");

        Assert.Equal(
            "attachment; filename=\"_.csv\"; filename*=UTF-8''%EF%BF%BD.csv",
            response.Content.Headers.NonValidated["Content-Disposition"].Single());
    }

    [Fact]
    public async Task A_job_can_have_several_outputs()
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
    public async Task A_file_has_the_specified_length(long length)
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
    public async Task A_file_of_hundreds_of_megabytes_arrives_completely()
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
    public async Task A_download_ends_when_the_client_disconnects()
    {
        // The file does not fit into memory, so the sandbox must generate it while sending.
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
    public async Task A_fault_can_interrupt_an_Alteryx_download(FaultKind kind, int? afterBytes, int expected)
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
    public async Task A_fault_can_interrupt_an_Alma_download()
    {
        Server.InjectFault(new Fault { Path = "*/download", Kind = FaultKind.Truncate, AfterBytes = 10 });

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(
            "/almaws/v1/conf/jobs/ALL/instances/1000000000000205/download", AlmaKey));
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
