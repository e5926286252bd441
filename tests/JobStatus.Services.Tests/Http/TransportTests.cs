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
    public async Task A_client_still_works_after_two_hours()
    {
        XplentyClient xplenty = Xplenty();
        AlteryxClient alteryx = Alteryx();
        RemoteJob[] first = [await xplenty.GetJobAsync("157", Call), await alteryx.GetJobAsync(AlteryxJobId, includeMessages: true, Call)];

        // The token has expired, too.
        Clock.Advance(TimeSpan.FromHours(2).TotalSeconds);
        RemoteJob[] later = [await xplenty.GetJobAsync("157", Call), await alteryx.GetJobAsync(AlteryxJobId, includeMessages: true, Call)];

        Assert.Equal(first.Select(job => job.Status), later.Select(job => job.Status));
        Assert.Equal(2, CountRequests("/oauth2/token"));
        Assert.Single(Server.Requests.Select(request => request.UserAgent).Distinct());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_compressed_response_is_decompressed(string encoding)
    {
        await using RawServer server = await RawServer.StartAsync(context => RespondAsync(context, encoding, Compressed(encoding)), Token);

        XplentyJob job = await Client(server.BaseUri).GetJobAsync("157", Call);

        Assert.Equal("compressed or not", job.Errors);
        Assert.Contains("gzip", server.Requests[0].Headers["Accept-Encoding"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_error_body_is_decompressed()
    {
        await using RawServer server = await RawServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = 404;
                return RespondAsync(context, "gzip", Compressed("gzip", """{ "message": "Item not found." }"""));
            },
            Token);

        JobServiceException error = await GetErrorAsync(Client(server.BaseUri).GetJobAsync("157", Call));

        Assert.Contains("Item not found.", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, JobServiceErrorKind.UnexpectedResponse)]
    [InlineData(404, JobServiceErrorKind.JobNotFound)]
    public async Task A_response_with_a_wrong_content_encoding_results_in_the_error_for_its_status(int status, JobServiceErrorKind kind)
    {
        await using RawServer server = await RawServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = status;
                return RespondAsync(context, "gzip", Encoding.UTF8.GetBytes(Body));
            },
            Token);

        JobServiceException error = await GetErrorAsync(Client(server.BaseUri).GetJobAsync("157", Call));

        Assert.Equal(kind, error.Kind);
    }

    [Fact]
    public async Task A_compressed_response_that_is_too_large_is_not_read_completely()
    {
        using MemoryStream compressed = new();
        await using (GZipStream gzip = new(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] block = new byte[1024 * 1024];
            Array.Fill(block, (byte)' ');
            for (int i = 0; i < 65; i++)
            {
                await gzip.WriteAsync(block, Token);
            }
        }

        await using RawServer server = await RawServer.StartAsync(context => RespondAsync(context, "gzip", compressed.ToArray()), Token);

        JobServiceException error = await GetErrorAsync(Client(server.BaseUri).GetJobAsync("157", Call));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains("64 MiB", error.Problem, StringComparison.Ordinal);
        Assert.Contains("Xplenty job 157", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_means_that_the_service_is_unavailable()
    {
        Uri closedPort = new($"http://127.0.0.1:{FreePort()}");

        JobServiceException error = await GetErrorAsync(Client(closedPort).GetJobAsync("157", Call));

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.Null(error.StatusCode);
        Assert.Contains("Xplenty job 157", error.Problem, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{closedPort.Port}", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_is_retried()
    {
        Task<XplentyJob> read = Client(new Uri($"http://127.0.0.1:{FreePort()}"), retries: 2).GetJobAsync("157", Call);

        Assert.Equal(2, (await AdvanceClockAsync(read)).Count);
        await GetErrorAsync(read);
    }

    [Fact]
    public async Task A_host_name_that_does_not_resolve_means_that_the_service_is_unavailable()
    {
        // A label of a DNS name has at most 63 characters, so no name server is queried.
        Uri unresolvable = new($"https://{new string('a', 64)}.invalid");

        JobServiceException error = await GetErrorAsync(Client(unresolvable).GetJobAsync("157", Call));

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.NotEmpty(error.RecommendedAction);
    }

    [Fact]
    public async Task A_server_with_an_untrusted_certificate_does_not_receive_the_key()
    {
        using X509Certificate2 certificate = RawServer.CreateCertificate();
        await using RawServer server = await RawServer.StartAsync(context => context.Response.WriteAsync(Body), Token, certificate);

        JobServiceException error = await GetErrorAsync(Client(server.BaseUri, retries: 3).GetJobAsync("157", Call));

        Assert.Equal("https", server.BaseUri.Scheme);
        Assert.Equal(JobServiceErrorKind.UntrustedServer, error.Kind);
        Assert.Contains("-SkipCertificateCheck", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task An_untrusted_certificate_is_accepted_with_SkipCertificateCheck()
    {
        using X509Certificate2 certificate = RawServer.CreateCertificate();
        await using RawServer server = await RawServer.StartAsync(context => context.Response.WriteAsync(Body), Token, certificate);
        XplentyClient client = Track(new XplentyClient(
            new ConnectionOptions(ConnectionName, server.BaseUri) { SkipCertificateCheck = true, MaximumRetryCount = 0 },
            "demo",
            SecureStrings.From("some-key")));

        Assert.Equal("completed", (await client.GetJobAsync("157", Call)).Status);
    }

    [Fact]
    public async Task Requests_are_sent_through_the_proxy()
    {
        await using RawServer proxy = await RawServer.StartAsync(context => context.Response.WriteAsync(Body), Token);
        XplentyClient client = Track(new XplentyClient(
            new ConnectionOptions(ConnectionName, new Uri("http://xplenty.example.org"))
            {
                Proxy = new WebProxy(proxy.BaseUri),
                AllowUnencryptedAuthentication = true,
            },
            "demo",
            SecureStrings.From("some-key")));

        await client.GetJobAsync("157", Call);

        Assert.Equal("http://xplenty.example.org/demo/api/jobs/157", Assert.Single(proxy.Requests).Target);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Requests_to_the_local_machine_are_not_sent_through_a_proxy(string host)
    {
        await using RawServer proxy = await RawServer.StartAsync(context => context.Response.WriteAsync(Body), Token);
        await using RawServer server = await RawServer.StartAsync(context => context.Response.WriteAsync(Body), Token);
        XplentyClient client = Track(new XplentyClient(
            new ConnectionOptions(ConnectionName, new Uri($"http://{host}:{server.BaseUri.Port}"))
            {
                Proxy = new WebProxy(proxy.BaseUri),
                AllowUnencryptedAuthentication = true,
            },
            "demo",
            SecureStrings.From("some-key")));

        await client.GetJobAsync("157", Call);

        Assert.Empty(proxy.Requests);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_error_recommends_ProxyCredential_if_the_proxy_requires_a_password()
    {
        await using RawServer proxy = await RawServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = 407;
                return Task.CompletedTask;
            },
            Token);
        XplentyClient client = Track(new XplentyClient(
            new ConnectionOptions(ConnectionName, new Uri("http://xplenty.example.org"))
            {
                Proxy = new WebProxy(proxy.BaseUri),
                AllowUnencryptedAuthentication = true,
                MaximumRetryCount = 0,
            },
            "demo",
            SecureStrings.From("some-key")));

        JobServiceException error = await GetErrorAsync(client.GetJobAsync("157", Call));

        Assert.Contains("-ProxyCredential", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unexpected_cancellation_of_a_request_means_that_the_service_is_unavailable()
    {
        XplentyClient client = Track(new XplentyClient(
            new ConnectionOptions(ConnectionName, Server.BaseUri)
            {
                Time = Clock,
                Timeout = NoTimeout,
                MaximumRetryCount = 0,
                Transport = () => new CancelingHandler(),
            },
            "demo",
            SecureStrings.From("some-key")));

        JobServiceException error = await GetErrorAsync(client.GetJobAsync("157", Call));

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
    }

    [Fact]
    public async Task Cookies_are_not_stored()
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
        using (Stream compress = encoding == "gzip"
            ? new GZipStream(compressed, CompressionLevel.Fastest)
            : new ZLibStream(compressed, CompressionLevel.Fastest))
        {
            compress.Write(Encoding.UTF8.GetBytes(body));
        }

        return compressed.ToArray();
    }

    private static async Task RespondAsync(HttpContext context, string encoding, byte[] body)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.ContentEncoding = encoding;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private XplentyClient Client(Uri address, int retries = 0) =>
        Track(new XplentyClient(Options(address, retries), "demo", SecureStrings.From("some-key")));

    private sealed class CancelingHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new TaskCanceledException();
    }
}
