using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Jobs;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Downloads;
using JobStatus.Services.Http;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace JobStatus.Services.Tests.Downloads;

public sealed class DownloadTests : ServiceTest
{
    private const string FileName = "report.xml";

    private static readonly byte[] Content = Encoding.ASCII.GetBytes(string.Join(';', Enumerable.Range(0, 50_000)));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Only_one_of_two_concurrent_downloads_with_the_same_file_name_is_saved()
    {
        const int Times = 50;
        using AlteryxClient client = Alteryx();
        for (int i = 0; i < Times; i++)
        {
            SandboxJob job = Server.CreateJob(new NewJob
            {
                Service = SandboxService.Alteryx,
                DurationSeconds = 0,
                Outputs = [Output("66f0000000000000000000f1", i), Output("66f0000000000000000000f2", i)],
            });
            AlteryxJob read = await client.GetJobAsync(job.Id, includeMessages: false, Call);

            Task<string>[] saves =
            [
                .. read.Outputs.Select(output =>
                    client.SaveOutputAsync(job.Id, output, "Raw", new DownloadDestination(_folder.FullName), Call)),
            ];
            await Task.WhenAll(saves)
                .ContinueWith(static _ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);

            Assert.Equal(1, saves.Count(save => save.IsCompletedSuccessfully));
            JobServiceException error = Assert.IsType<JobServiceException>(
                saves.Single(save => save.IsFaulted).Exception!.InnerException);
            Assert.Equal(JobServiceErrorKind.FileExists, error.Kind);
        }

        Assert.Equal(Times, _folder.GetFiles().Length);
    }

    [Theory]
    [InlineData(202)]
    [InlineData(203)]
    [InlineData(204)]
    [InlineData(205)]
    [InlineData(206)]
    public async Task Only_a_response_with_status_200_is_saved(int status)
    {
        await using RawServer server = await ServeAsync(status is 204 or 205 ? [] : Content, response => response.StatusCode = status);

        JobServiceException error = await GetErrorAsync(SaveAsync(server));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(status, error.StatusCode);
        Assert.Contains($"HTTP {status}", error.Problem, StringComparison.Ordinal);
        AssertNothingIsSaved();
    }

    [Fact]
    public async Task A_file_is_requested_without_compression()
    {
        await using RawServer server = await ServeAsync(Content);

        await SaveAsync(server);

        Assert.Equal("identity", Assert.Single(server.Requests).Headers["Accept-Encoding"]);
        Assert.Equal(Content, await ReadSavedAsync());
    }

    [Theory]
    [InlineData("gzip", 0)]
    [InlineData("gzip", 0.5)]
    [InlineData("gzip", 0.999)]
    [InlineData("deflate", 0)]
    [InlineData("deflate", 0.5)]
    [InlineData("deflate", 0.999)]
    public async Task A_compressed_body_that_is_cut_is_not_saved(string encoding, double part)
    {
        byte[] compressed = Compress(Content, encoding);
        await using RawServer server = await ServeAsync(
            compressed[..(int)(part * compressed.Length)], response => response.Headers.ContentEncoding = encoding);

        JobServiceException error = await GetErrorAsync(SaveAsync(server));

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        AssertNothingIsSaved();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("identity")]
    public async Task A_complete_body_is_saved_even_if_the_service_compresses_it(string encoding)
    {
        await using RawServer server = await ServeAsync(
            Compress(Content, encoding), response => response.Headers.ContentEncoding = encoding);

        await SaveAsync(server);

        Assert.Equal(Content, await ReadSavedAsync());
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    [InlineData("deflate")]
    public async Task A_body_that_cannot_be_decompressed_is_not_saved(string encoding)
    {
        await using RawServer server = await ServeAsync(Content, response => response.Headers.ContentEncoding = encoding);

        JobServiceException error = await GetErrorAsync(SaveAsync(server));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        AssertNothingIsSaved();
    }

    [Theory]
    [InlineData("""{"errorsExist":true,"errorList":{"error":[{"errorCode":"402218","errorMessage":"There is none."}]}}""")]
    [InlineData(
        """{"web_service_result":{"errorsExist":true,"errorList":{"error":{"errorCode":"402218","errorMessage":"There is none."}}}}""")]
    [InlineData(
        "<web_service_result xmlns='http://com/exlibris/urm/general/xmlbeans'><errorsExist>true</errorsExist><errorList><error>"
            + "<errorCode>402218</errorCode><errorMessage>There is none.</errorMessage></error></errorList></web_service_result>")]
    public async Task An_error_with_status_200_is_reported_instead_of_saved(string body)
    {
        await using RawServer server = await ServeAsync(Encoding.UTF8.GetBytes(body));

        JobServiceException error = await GetErrorAsync(SaveAsync(server));

        Assert.Equal(JobServiceErrorKind.JobNotFound, error.Kind);
        Assert.Equal("402218", error.ErrorCode);
        Assert.Contains("There is none.", error.Problem, StringComparison.Ordinal);
        AssertNothingIsSaved();
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain text")]
    [InlineData("null")]
    [InlineData("[{\"errorsExist\":true}]")]
    [InlineData("{\"errorsExist\":false}")]
    [InlineData("{\"errorList\":{\"error\":[{\"errorCode\":\"1\"}]}}")]
    [InlineData("<report><errorList><error>1</error></errorList></report>")]
    [InlineData("{\"message\":\"Loaded\",\"records\":[1,2]}")]
    [InlineData("{\"error\":\"none\",\"id\":7}")]
    [InlineData("{\"status\":\"done\",\"message\":\"12 records\",\"code\":0}")]
    [InlineData("{\"error\":\"none\",\"status\":200}")]
    [InlineData("{\"data\":[1],\"exceptionName\":null,\"innerExceptionMessage\":null,\"message\":\"Loaded\"}")]
    [InlineData("{\"message\":5}")]
    [InlineData("{\"message\":[\"Loaded\"]}")]
    [InlineData("<Error><Code>1</Code></Error>")]
    [InlineData("<Error><Code>1</Code><Message/></Error>")]
    [InlineData("<Errors><Error><Code>1</Code><Message>Loaded</Message></Error></Errors>")]
    [InlineData("<report><Code>1</Code><Message>Loaded</Message></report>")]
    [InlineData("<header><title>Loaded</title></header>")]
    [InlineData("[{\"message\":\"Loaded\"}]")]
    [InlineData("{\"status\":\"Loaded\"}")]
    [InlineData("<report><message>Loaded</message></report>")]
    [InlineData("<htmlReport><message>Loaded</message></htmlReport>")]
    public async Task A_file_that_is_not_an_error_is_saved_unchanged(string body)
    {
        await using RawServer server = await ServeAsync(Encoding.UTF8.GetBytes(body));

        await SaveAsync(server);

        Assert.Equal(body, Encoding.UTF8.GetString(await ReadSavedAsync()));
    }

    [Theory]
    [InlineData("{\"message\":\"Forbidden\"}", ": Forbidden (")]
    [InlineData("{\"error_description\":\"Token expired\",\"error\":\"invalid_token\"}", ": Token expired (")]
    [InlineData(
        "{\"data\":null,\"exceptionName\":\"E\",\"innerExceptionMessage\":\"\",\"message\":\"No output\"}", ": No output (")]
    [InlineData("<Error><Code>NoSuchKey</Code><Message>There is no such key.</Message><Key>a</Key></Error>", "NoSuchKey: There is no such key")]
    [InlineData(
        "\uFEFF<?xml version=\"1.0\"?>\n<Error>\n<Code>AuthenticationFailed</Code>\n<Message>Expired.</Message>\n<a><b/></a></Error>",
        "AuthenticationFailed: Expired.")]
    [InlineData("<head><title>Sign in</title></head>", "an HTML page instead of the requested file")]
    [InlineData("\n\n<!-- a --> <!-- b -->\n<HEAD\n>", "an HTML page instead of the requested file")]
    [InlineData("<body class=\"error\">Blocked", "an HTML page instead of the requested file")]
    [InlineData("<script>location='/login'</script>", "an HTML page instead of the requested file")]
    [InlineData("<!DOCTYPE html><html><br></html>", "an HTML page instead of the requested file")]
    [InlineData("\uFEFF\n<!-- x --><HTML lang=\"en\">", "an HTML page instead of the requested file")]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE html ><html/>", "an HTML page instead of the requested file")]
    public async Task An_error_of_a_gateway_instead_of_a_file_is_reported_instead_of_saved(string body, string expected)
    {
        await using RawServer server = await ServeAsync(
            Encoding.UTF8.GetBytes(body), response => response.ContentType = "application/octet-stream");

        JobServiceException error = await GetErrorAsync(SaveAsync(server));
        JobServiceException output = await GetErrorAsync(SaveOutputAsync(server, "report.csv", "Raw"));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains(expected, error.Problem, StringComparison.Ordinal);
        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, output.Kind);
        Assert.Contains(expected, output.Problem.Replace(", Alteryx code E", string.Empty, StringComparison.Ordinal).Replace(
            ", Alteryx code invalid_token", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        AssertNothingIsSaved();
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public async Task A_page_or_an_error_is_recognized_in_any_encoding_after_any_blank_space(string encoding)
    {
        foreach (string body in new[] { "<!DOCTYPE html><p>é", "<html lang='de'>", "<head>", "{\"message\":\"Forbidden\"}" })
        {
            foreach (string blanks in new[] { string.Empty, "\r\n", new string(' ', 70_000), new string('\n', 300_001) })
            {
                Encoding used = Encoding.GetEncoding(encoding);
                if (encoding == "utf-32" && body[0] == '{')
                {
                    continue;
                }

                await using RawServer server = await ServeAsync([.. used.GetPreamble(), .. used.GetBytes(blanks + body)]);

                JobServiceException error = await GetErrorAsync(SaveAsync(server));

                Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
                Assert.Contains(body[0] == '{' ? ": Forbidden (" : "an HTML page instead", error.Problem, StringComparison.Ordinal);
                AssertNothingIsSaved();
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(70_000)]
    [InlineData(300_001)]
    public async Task A_file_is_saved_with_the_blank_space_before_it(int count)
    {
        byte[] body = Encoding.Unicode.GetBytes(new string(' ', count) + "<report/>");
        await using RawServer server = await ServeAsync(body);

        await SaveAsync(server);

        Assert.Equal(body, await ReadSavedAsync());
    }

    [Fact]
    public async Task A_file_that_is_longer_than_any_error_is_saved()
    {
        byte[] body = Encoding.UTF8.GetBytes("{\"message\":\"" + new string('x', 64 * 1024) + "\"}");
        await using RawServer server = await ServeAsync(body);

        await SaveAsync(server);

        Assert.Equal(body, await ReadSavedAsync());
    }

    [Theory]
    [InlineData("report.json", "{\"message\":\"Forbidden\"}")]
    [InlineData("report.json", "{\"status\":\"done\",\"message\":\"12 records\",\"code\":0}")]
    [InlineData("report.csv", "\"Forbidden\"")]
    [InlineData("report.html", "\n<head><title>Report</title></head>")]
    [InlineData("report.html", "<!DOCTYPE html><html><br></html>")]
    public async Task An_output_that_can_have_this_content_is_saved(string name, string body)
    {
        await using RawServer server = await ServeAsync(Encoding.UTF8.GetBytes(body));

        string path = await SaveOutputAsync(server, name, "Raw");

        Assert.Equal(body, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_error_that_no_data_file_looks_like_is_reported_even_if_the_output_is_JSON()
    {
        await using RawServer server = await ServeAsync(Encoding.UTF8.GetBytes(
            """{ "data": null, "exceptionName": "NotFoundException", "innerExceptionMessage": "", "message": "There is no output." }"""));

        JobServiceException error = await GetErrorAsync(SaveOutputAsync(server, "report.json", "Raw"));

        Assert.Contains("There is no output.", error.Problem, StringComparison.Ordinal);
        AssertNothingIsSaved();
    }

    [Theory]
    [InlineData("\"Job not found\"", "application/problem+json", ": Job not found (")]
    [InlineData("""{"title":"Job not found","status":404}""", "application/problem+json; charset=utf-8", ": Job not found (")]
    [InlineData("\"Job not found\"", "application/json", null)]
    public async Task A_response_whose_media_type_is_for_problems_is_an_error(string body, string type, string? expected)
    {
        await using RawServer server = await ServeAsync(Encoding.UTF8.GetBytes(body), response => response.ContentType = type);

        Task<string> save = SaveOutputAsync(server, "report.csv", "Raw");

        if (expected is null)
        {
            Assert.Equal(body, await File.ReadAllTextAsync(await save, Token));
            return;
        }

        Assert.Contains(expected, (await GetErrorAsync(save)).Problem, StringComparison.Ordinal);
        AssertNothingIsSaved();
    }

    [Theory]
    [InlineData("B\u00C3\u00BCcher.csv", "B\u00FCcher.csv")]
    [InlineData("B\u00FCcher.csv", "B\u00FCcher.csv")]
    [InlineData("plain.csv", "plain.csv")]
    public void A_file_name_that_was_sent_in_UTF_8_is_decoded(string name, string expected)
    {
        using ByteArrayContent content = new([]);
        content.Headers.TryAddWithoutValidation("Content-Disposition", $"attachment; filename=\"{name}\"");

        Assert.Equal(expected, ServiceResponse.From(Stream.Null, content.Headers, new SecretRedactor(() => [])).FileName);
    }

    [Fact]
    public async Task A_folder_is_never_overwritten()
    {
        await using RawServer server = await ServeAsync(Content);
        _folder.CreateSubdirectory(FileName);

        JobServiceException error = await GetErrorAsync(
            SaveAsync(server, new DownloadDestination(_folder.FullName) { Overwrite = true }));

        Assert.Equal(JobServiceErrorKind.FileExists, error.Kind);
        Assert.Contains("a folder with the name", error.Problem, StringComparison.Ordinal);
        Assert.Equal("Choose another folder.", error.RecommendedAction);
    }

    [Theory]
    [InlineData("report.json", true)]
    [InlineData("report.GeoJSON", true)]
    [InlineData("report.xml", false)]
    public async Task JSON_with_only_a_message_is_saved_if_the_file_is_JSON(string name, bool isSaved)
    {
        await using RawServer server = await ServeAsync(
            Encoding.UTF8.GetBytes("{\"message\":\"Loaded\"}"),
            response => response.Headers.ContentDisposition = $"attachment; filename={name}");

        await Task.WhenAny(SaveAsync(server));

        Assert.Equal(isSaved, File.Exists(Path.Combine(_folder.FullName, name)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task An_output_without_an_id_cannot_be_saved(string? id)
    {
        JobServiceException error = await Assert.ThrowsAsync<JobServiceException>(() => Alteryx().SaveOutputAsync(
            AlteryxJobId,
            new AlteryxJobOutput { Id = id, FileName = "report.csv" },
            "Raw",
            new DownloadDestination(_folder.FullName),
            Call));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(
            $"Output 'report.csv' of Alteryx job {AlteryxJobId} has no id, so it cannot be saved.", error.Problem);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("attachment; filename=report.xml")]
    public async Task A_page_instead_of_a_file_is_reported_instead_of_saved(string? disposition)
    {
        await using RawServer server = await ServePageAsync(disposition);

        JobServiceException error = await GetErrorAsync(SaveAsync(server));
        JobServiceException output = await GetErrorAsync(SaveOutputAsync(server, "report.csv", "Raw"));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains("the response is an HTML page instead of the requested file (HTTP 200", error.Problem, StringComparison.Ordinal);
        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, output.Kind);
        AssertNothingIsSaved();
    }

    [Theory]
    [InlineData("report.HTML", "Raw", null)]
    [InlineData("report.yxdb", "Html", null)]
    [InlineData("report.yxdb", "Raw", "attachment; filename=report.htm")]
    public async Task A_page_that_was_requested_is_saved(string fileName, string format, string? disposition)
    {
        await using RawServer server = await ServePageAsync(disposition);

        string path = await SaveOutputAsync(server, fileName, format);

        Assert.StartsWith(".htm", Path.GetExtension(path).ToLowerInvariant(), StringComparison.Ordinal);
        Assert.Equal(Content, await File.ReadAllBytesAsync(path, Token));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(100_000)]
    [InlineData(int.MaxValue)]
    public async Task A_full_disk_is_reported_immediately_and_leaves_no_file(int freeBytes)
    {
        await using RawServer server = await ServeAsync(Content);
        DownloadDestination destination = new(_folder.FullName) { CreateFile = path => FullDisk.Create(path, freeBytes) };

        JobServiceException error = await GetErrorAsync(SaveAsync(server, destination, retries: 4));

        Assert.Equal(JobServiceErrorKind.WriteFailed, error.Kind);
        Assert.Contains("No space left", error.Problem, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        AssertNothingIsSaved();
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("link to a folder")]
    [InlineData("link to a file")]
    [InlineData("link to nothing")]
    [InlineData("file")]
    public async Task Whatever_has_the_name_of_the_file_is_kept(string kind)
    {
        string other = CreateTarget(kind);
        await using RawServer server = await ServeAsync(Content);

        JobServiceException error = await GetErrorAsync(SaveAsync(server));

        Assert.Equal(JobServiceErrorKind.FileExists, error.Kind);
        Assert.Equal(kind.StartsWith("link", StringComparison.Ordinal) ? other : null, TargetFile().LinkTarget);
        AssertOtherIsUnchanged(kind, other);
        Assert.Single(_folder.GetFileSystemInfos(), entry => entry.FullName != other);
    }

    [Theory]
    [InlineData("link to a folder")]
    [InlineData("link to a file")]
    [InlineData("link to nothing")]
    [InlineData("file")]
    public async Task A_link_is_replaced_and_not_followed_if_files_are_overwritten(string kind)
    {
        string other = CreateTarget(kind);
        await using RawServer server = await ServeAsync(Content);

        await SaveAsync(server, new DownloadDestination(_folder.FullName) { Overwrite = true });

        Assert.Null(TargetFile().LinkTarget);
        Assert.Equal(Content, await File.ReadAllBytesAsync(TargetFile().FullName, Token));
        AssertOtherIsUnchanged(kind, other);
        Assert.Single(_folder.GetFileSystemInfos(), entry => entry.FullName != other);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_the_same_command_saved_is_kept_even_if_files_are_overwritten(bool overwrite)
    {
        await using RawServer first = await ServeAsync(Content);
        await using RawServer second = await ServeAsync([1, 2, 3]);
        SavedFiles saved = DownloadDestination.Prepare(_folder.FullName);
        DownloadDestination destination = new(_folder.FullName) { Overwrite = overwrite, SavedFiles = saved };
        await SaveAsync(first, destination);

        JobServiceException error = await GetErrorAsync(SaveAsync(second, destination));

        Assert.Equal(JobServiceErrorKind.FileExists, error.Kind);
        Assert.Contains("the same command has already saved another file", error.Problem, StringComparison.Ordinal);
        Assert.Equal(Content, await ReadSavedAsync());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Two_saved_names_are_compared_as_the_folder_compares_them(bool ignoresCase, bool isSaved)
    {
        SavedFiles saved = new(ignoresCase);

        Assert.True(saved.TryAdd("/folder/report.csv", () => true));

        Assert.False(saved.TryAdd("/folder/report.csv", () => true));
        Assert.Equal(isSaved, saved.TryAdd("/folder/REPORT.csv", () => true));
        Assert.False(saved.TryAdd("/folder/taken.csv", () => false));
        Assert.True(saved.TryAdd("/folder/taken.csv", () => true));
    }

    [Fact]
    public async Task Blanks_and_dots_after_the_name_of_an_output_do_not_change_its_extension()
    {
        JobOutput output = Output("66f0000000000000000000f1", 1) with
        {
            FileName = "report.yxdb . .",
            AvailableFormats = ["Csv"],
            Disposition = "",
        };
        SandboxJob job = Server.CreateJob(
            new NewJob { Service = SandboxService.Alteryx, DurationSeconds = 0, Outputs = [output] });
        AlteryxClient client = Alteryx();
        AlteryxJob read = await client.GetJobAsync(job.Id, includeMessages: false, Call);

        string path = await client.SaveOutputAsync(
            job.Id, Assert.Single(read.Outputs), "Csv", new DownloadDestination(_folder.FullName), Call);

        Assert.Equal("report.csv", Path.GetFileName(path));
    }

    private static Task<RawServer> ServeAsync(byte[] body, Action<HttpResponse>? prepare = null) => RawServer.StartAsync(
        async context =>
        {
            context.Response.Headers.ContentDisposition = $"attachment; filename={FileName}";
            prepare?.Invoke(context.Response);
            if (body.Length > 0)
            {
                await context.Response.Body.WriteAsync(body, context.RequestAborted);
            }
        },
        Token);

    private static Task<RawServer> ServePageAsync(string? disposition) => ServeAsync(
        Content,
        response =>
        {
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.ContentDisposition = disposition;
        });

    private static byte[] Compress(byte[] content, string encoding)
    {
        using MemoryStream compressed = new();
        Stream stream = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionLevel.Fastest),
            "deflate" => new ZLibStream(compressed, CompressionLevel.Fastest),
            _ => compressed,
        };
        using (stream)
        {
            stream.Write(content);
            stream.Flush();
        }

        return compressed.ToArray();
    }

    private Task<string> SaveAsync(RawServer server, DownloadDestination? destination = null, int retries = 0)
    {
        AlmaClient client = Track(new AlmaClient(Options(server.BaseUri, retries), SecureStrings.From("sandbox-alma-key")));
        return WithTimeout(client.SaveFileAsync(
            jobId: null, AlmaInstanceId, "XML", "TOTAL_RECORDS_IMPORTED", destination ?? new DownloadDestination(_folder.FullName), Call));
    }

    private Task<string> SaveOutputAsync(RawServer server, string fileName, string format)
    {
        AlteryxClient client = Track(new AlteryxClient(Options(server.BaseUri), SecureStrings.From("some-token")));
        AlteryxJobOutput output = new() { Id = "66f0000000000000000000f1", FileName = fileName };
        return WithTimeout(client.SaveOutputAsync(AlteryxJobId, output, format, new DownloadDestination(_folder.FullName), Call));
    }

    private async Task<byte[]> ReadSavedAsync()
    {
        FileInfo file = Assert.Single(_folder.GetFiles());
        Assert.Equal(FileName, file.Name);
        return await File.ReadAllBytesAsync(file.FullName, Token);
    }

    private void AssertNothingIsSaved() => Assert.Empty(_folder.GetFileSystemInfos());

    private FileInfo TargetFile() => new(Path.Combine(_folder.FullName, FileName));

    /// <summary>Creates a file system entry with the name of the file, and returns the path of the target if it is a link.</summary>
    private string CreateTarget(string kind)
    {
        string target = TargetFile().FullName;
        string other = Path.Combine(_folder.FullName, "other");
        switch (kind)
        {
            case "folder":
                Directory.CreateDirectory(target);
                break;
            case "file":
                File.WriteAllText(target, "mine");
                break;
            case "link to a folder":
                Directory.CreateDirectory(other);
                File.WriteAllText(Path.Combine(other, "mine"), "mine");
                Directory.CreateSymbolicLink(target, other);
                break;
            case "link to a file":
                File.WriteAllText(other, "mine");
                File.CreateSymbolicLink(target, other);
                break;
            default:
                File.CreateSymbolicLink(target, other);
                break;
        }

        return other;
    }

    private static void AssertOtherIsUnchanged(string kind, string other)
    {
        Assert.Equal(kind == "link to a folder", Directory.Exists(other));
        Assert.Equal(kind == "link to a file", File.Exists(other));
        if (kind == "link to a folder")
        {
            Assert.Equal("mine", File.ReadAllText(Path.Combine(other, "mine")));
        }
        else if (kind == "link to a file")
        {
            Assert.Equal("mine", File.ReadAllText(other));
        }
    }

    private static JobOutput Output(string id, int number) => new()
    {
        Id = id,
        FileName = $"twin{number}.csv",
        AvailableFormats = ["Raw"],
        Disposition = $"attachment; filename=twin{number}.csv",
    };

    /// <summary>A file on a disk that becomes full after a number of bytes, or when the file is closed.</summary>
    private sealed class FullDisk : FileStream
    {
        private readonly int _freeBytes;
        private bool _isClosed;

        private FullDisk(string path, int freeBytes)
            : base(path, FileMode.Create)
        {
            _freeBytes = freeBytes;
        }

        /// <param name="path">The path of the file.</param>
        /// <param name="freeBytes">The number of bytes, or -1 if not even an empty file can be created.</param>
        public static FullDisk Create(string path, int freeBytes) => freeBytes >= 0 ? new(path, freeBytes) : throw CreateError();

        public override void Write(byte[] buffer, int offset, int count)
        {
            base.Write(buffer, offset, Math.Min(count, (int)Math.Max(0, _freeBytes - Position)));
            if (Position >= _freeBytes)
            {
                throw CreateError();
            }
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing && !_isClosed)
            {
                _isClosed = true;
                throw CreateError();
            }
        }

        private static IOException CreateError() => new("No space left on device");
    }
}
