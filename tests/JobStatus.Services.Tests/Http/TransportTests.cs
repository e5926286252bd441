using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Xplenty;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class TransportTests : ServiceTest
{
    private const string Body = """{ "status": "completed", "errors": "compressed or not" }""";

    [Fact]
    public async Task A_session_of_hours_reads_as_it_did_at_its_start()
    {
        XplentyClient xplenty = Xplenty();
        AlteryxClient alteryx = Alteryx();
        RemoteJob[] first = [await xplenty.GetJobAsync("157", Call), await alteryx.GetJobAsync(AlteryxJobId, includeMessages: true, Call)];

        // The token is over too, and the next one is asked for without it.
        Clock.Advance(TimeSpan.FromHours(2).TotalSeconds);
        RemoteJob[] later = [await xplenty.GetJobAsync("157", Call), await alteryx.GetJobAsync(AlteryxJobId, includeMessages: true, Call)];

        Assert.Equal(first.Select(job => job.Status), later.Select(job => job.Status));
        Assert.Equal(2, Count("/oauth2/token"));
        Assert.Single(Server.Requests.Select(request => request.UserAgent).Distinct());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_compressed_answer_is_read(string encoding)
    {
        await using RawServer server = await RawServer.StartAsync(context => AnswerAsync(context, encoding, Compressed(encoding)), Token);

        XplentyJob job = await Client(server.BaseUri).GetJobAsync("157", Call);

        Assert.Equal("compressed or not", job.Errors);
        Assert.Contains("gzip", server.Requests[0].Headers["Accept-Encoding"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_error_is_read()
    {
        await using RawServer server = await RawServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = 404;
                return AnswerAsync(context, "gzip", Compressed("gzip", """{ "message": "Item not found." }"""));
            },
            Token);

        JobServiceException error = await RefusedAsync(Client(server.BaseUri).GetJobAsync("157", Call));

        Assert.Contains("Item not found.", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, JobServiceErrorKind.UnexpectedResponse)]
    [InlineData(404, JobServiceErrorKind.JobNotFound)]
    public async Task An_answer_that_says_it_is_compressed_and_is_not_is_no_other_fault(int status, JobServiceErrorKind kind)
    {
        await using RawServer server = await RawServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = status;
                return AnswerAsync(context, "gzip", Encoding.UTF8.GetBytes(Body));
            },
            Token);

        JobServiceException error = await RefusedAsync(Client(server.BaseUri).GetJobAsync("157", Call));

        Assert.Equal(kind, error.Kind);
    }

    [Fact]
    public async Task A_small_answer_that_unfolds_without_end_is_not_read_to_its_end()
    {
        using MemoryStream folded = new();
        await using (GZipStream fold = new(folded, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] space = new byte[1024 * 1024];
            Array.Fill(space, (byte)' ');
            for (int i = 0; i < 65; i++)
            {
                await fold.WriteAsync(space, Token);
            }
        }

        await using RawServer server = await RawServer.StartAsync(context => AnswerAsync(context, "gzip", folded.ToArray()), Token);

        JobServiceException error = await RefusedAsync(Client(server.BaseUri).GetJobAsync("157", Call));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains("64 MiB", error.Problem, StringComparison.Ordinal);
        Assert.Contains("Xplenty job 157", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_is_a_service_that_is_away()
    {
        Uri nobody = new($"http://127.0.0.1:{FreePort()}");

        JobServiceException error = await RefusedAsync(Client(nobody).GetJobAsync("157", Call));

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.Null(error.StatusCode);
        Assert.Contains("Xplenty job 157", error.Problem, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{nobody.Port}", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_is_tried_again()
    {
        Task<XplentyJob> read = Client(new Uri($"http://127.0.0.1:{FreePort()}"), retries: 2).GetJobAsync("157", Call);

        Assert.Equal(2, (await DriveAsync(read)).Count);
        await RefusedAsync(read);
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_a_service_that_is_away()
    {
        // A part of a name has at most 63 letters, so this one is not even asked about.
        Uri nowhere = new($"https://{new string('a', 64)}.invalid");

        JobServiceException error = await RefusedAsync(Client(nowhere).GetJobAsync("157", Call));

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.NotEmpty(error.RecommendedAction);
    }

    [Fact]
    public async Task A_server_whose_certificate_nobody_vouches_for_gets_no_key()
    {
        using X509Certificate2 certificate = RawServer.SelfSigned();
        await using RawServer server = await RawServer.StartAsync(context => context.Response.WriteAsync(Body), Token, certificate);

        JobServiceException error = await RefusedAsync(Client(server.BaseUri, retries: 3).GetJobAsync("157", Call));

        Assert.Equal("https", server.BaseUri.Scheme);
        Assert.Equal(JobServiceErrorKind.UntrustedServer, error.Kind);
        Assert.Contains("-SkipCertificateCheck", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_certificate_that_is_not_to_be_checked_is_taken()
    {
        using X509Certificate2 certificate = RawServer.SelfSigned();
        await using RawServer server = await RawServer.StartAsync(context => context.Response.WriteAsync(Body), Token, certificate);
        XplentyClient client = Keep(new XplentyClient(
            new ConnectionOptions(ConnectionName, server.BaseUri) { SkipCertificateCheck = true, MaximumRetryCount = 0 }, "demo", SecureText.Of("some-key")));

        Assert.Equal("completed", (await client.GetJobAsync("157", Call)).Status);
    }

    [Fact]
    public async Task A_proxy_is_gone_through()
    {
        await using RawServer proxy = await RawServer.StartAsync(context => context.Response.WriteAsync(Body), Token);
        XplentyClient client = Keep(new XplentyClient(
            new ConnectionOptions(ConnectionName, new Uri("http://xplenty.example.org")) { Proxy = new WebProxy(proxy.BaseUri), AllowUnencryptedAuthentication = true },
            "demo",
            SecureText.Of("some-key")));

        await client.GetJobAsync("157", Call);

        Assert.Equal("http://xplenty.example.org/demo/api/jobs/157", Assert.Single(proxy.Requests).Target);
    }

    [Fact]
    public async Task Whoever_meets_a_proxy_that_wants_a_password_is_told_how_to_give_one()
    {
        await using RawServer proxy = await RawServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = 407;
                return Task.CompletedTask;
            },
            Token);
        XplentyClient client = Keep(new XplentyClient(
            new ConnectionOptions(ConnectionName, new Uri("http://xplenty.example.org")) { Proxy = new WebProxy(proxy.BaseUri), AllowUnencryptedAuthentication = true, MaximumRetryCount = 0 },
            "demo",
            SecureText.Of("some-key")));

        JobServiceException error = await RefusedAsync(client.GetJobAsync("157", Call));

        Assert.Contains("-ProxyCredential", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_cancelled_by_nobody_is_a_connection_that_was_given_up()
    {
        XplentyClient client = Keep(new XplentyClient(
            new ConnectionOptions(ConnectionName, Server.BaseUri) { Time = Clock, Timeout = NoLimit, MaximumRetryCount = 0, Transport = () => new GivingUp() },
            "demo",
            SecureText.Of("some-key")));

        JobServiceException error = await RefusedAsync(client.GetJobAsync("157", Call));

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
    }

    [Fact]
    public async Task No_cookie_is_kept()
    {
        await using RawServer server = await RawServer.StartAsync(
            context =>
            {
                context.Response.Headers.SetCookie = "session=1; Path=/";
                return context.Response.WriteAsync(Body);
            },
            Token);
        XplentyClient client = Client(server.BaseUri);

        await client.GetJobAsync("157", Call);
        await client.GetJobAsync("157", Call);

        Assert.All(server.Requests, request => Assert.DoesNotContain("Cookie", request.Headers.Keys));
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static byte[] Compressed(string encoding, string body = Body)
    {
        using MemoryStream compressed = new();
        using (Stream compress = encoding == "gzip" ? new GZipStream(compressed, CompressionLevel.Fastest) : new ZLibStream(compressed, CompressionLevel.Fastest))
        {
            compress.Write(Encoding.UTF8.GetBytes(body));
        }

        return compressed.ToArray();
    }

    private static async Task AnswerAsync(HttpContext context, string encoding, byte[] body)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.ContentEncoding = encoding;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private XplentyClient Client(Uri address, int retries = 0) =>
        Keep(new XplentyClient(Options(address, retries), "demo", SecureText.Of("some-key")));

    private sealed class GivingUp : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new TaskCanceledException();
    }
}
