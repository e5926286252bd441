using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Http;

/// <summary>Tests the steps of a request with responses that a test creates, without a server.</summary>
public sealed class ServiceHttpClientTests : IDisposable
{
    private static readonly Uri BaseUri = new("https://service.test/api/");
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(100);

    private readonly FakeClock _clock = new();
    private readonly List<string> _lines = [];
    private readonly List<Transport> _transports = [];
    private readonly Authenticator _authenticator = new();
    private readonly List<HttpRequestMessage> _requests = [];
    private Func<HttpResponseMessage> _respond = static () => new(HttpStatusCode.OK);
    private ServiceHttpClient? _client;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ServiceHttpClient Client => _client ??= Create();

    private CallContext Call => new(Token, _lines.Add);

    public void Dispose() => _client?.Dispose();

    [Fact]
    public async Task The_specified_rate_limit_replaces_that_of_the_service()
    {
        _client = Create(perSecond: 2, new RateLimits { RequestsPerSecond = 1 });

        Task<long>[] immediate = [SendAsync(), SendAsync()];
        Assert.Empty(_lines);
        Task<long> delayed = SendAsync();
        Assert.Equal(["Job 1: the request is delayed by 1.0 s to stay within the limits of Xplenty."], _lines);

        _clock.Advance(1);
        await Task.WhenAll([.. immediate, delayed]).WaitAsync(Hang.Timeout, Token);
        Assert.Equal(3, _requests.Count);
    }

    [Fact]
    public async Task Without_retries_a_request_does_not_wait_for_the_end_of_a_pause()
    {
        Client.Budget.Pause(_clock.GetUtcNow(), TimeSpan.FromSeconds(60));

        await SendAsync().WaitAsync(Hang.Timeout, Token);

        Assert.Empty(_lines);
    }

    [Fact]
    public async Task A_request_of_a_wait_is_not_sent_during_a_pause()
    {
        Client.Budget.Pause(_clock.GetUtcNow(), TimeSpan.FromSeconds(60));

        JobServiceException error = await Assert.ThrowsAsync<JobServiceException>(
            () => SendAsync(call: new CallContext(Token) { RetryTransientErrors = false }));

        Assert.Equal(
            "Job 1: the request was not sent, because the pause that service.test requested lasts another 60 s.", error.Problem);
        Assert.Equal(TimeSpan.FromSeconds(60), error.RetryAfter);
        Assert.Empty(_requests);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(-24, -24)]
    [InlineData(25, 0)]
    public async Task The_time_of_the_service_is_that_of_its_latest_response_if_it_is_plausible(double hours, double serviceHours)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        Assert.Equal((now, null), (Client.ServiceTime, Client.ClockDifference));
        _respond = () => new(HttpStatusCode.OK) { Headers = { Date = now.AddHours(hours) } };

        await SendAsync();

        Assert.Equal(TimeSpan.FromHours(hours), Client.ClockDifference);
        Assert.Equal(now.AddHours(serviceHours), Client.ServiceTime);
    }

    [Fact]
    public async Task A_part_of_a_file_is_an_error()
    {
        _respond = static () => new(HttpStatusCode.PartialContent);

        JobServiceException error = await Assert.ThrowsAsync<JobServiceException>(() => SendAsync(isFile: true));

        Assert.Equal("Job 1: the response does not contain the whole file (HTTP 206, from https://service.test/api/1).", error.Problem);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_a_file_can_be_larger_than_64_MiB(bool isFile)
    {
        _respond = static () => new(HttpStatusCode.OK) { Content = new StreamContent(new Body(1025, 64 * 1024)) };

        Task<long> read = SendAsync(isFile);

        if (isFile)
        {
            Assert.Equal(1025 * 64 * 1024, await read);
        }
        else
        {
            Assert.Contains("larger than 64 MiB", (await Assert.ThrowsAsync<JobServiceException>(() => read)).Problem);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_the_time_limit_of_a_file_restarts_whenever_data_arrives(bool isFile)
    {
        _respond = () => new(HttpStatusCode.OK) { Content = new StreamContent(new Body(3, 10, () => _clock.Advance(60))) };

        Task<long> read = SendAsync(isFile);

        if (isFile)
        {
            Assert.Equal(30, await read);
        }
        else
        {
            Assert.Equal(
                "Job 1: service.test did not respond within 100 seconds.",
                (await Assert.ThrowsAsync<JobServiceException>(() => read)).Problem);
        }
    }

    [Fact]
    public async Task An_exception_that_is_not_expected_is_not_converted()
    {
        InvalidOperationException unexpected = new("Simulated error.");

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Client.SendAsync<long>(Request(), (_, _) => throw unexpected, Call));

        Assert.Same(unexpected, error);
    }

    [Fact]
    public async Task A_form_without_a_response_is_an_error()
    {
        _respond = static () => throw new HttpRequestException("No connection.");
        using HttpRequestMessage form = new(HttpMethod.Post, BaseUri);

        JobServiceException error = await Assert.ThrowsAsync<JobServiceException>(
            () => Client.PostFormAsync(form, "Token", static (_, _) => 0, Token));

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public async Task Expired_credentials_are_renewed_once_unless_the_status_can_mean_something_else(bool mayBeForbidden, int requests)
    {
        _respond = static () => new(HttpStatusCode.Unauthorized);

        JobServiceException error = await Assert.ThrowsAsync<JobServiceException>(
            () => Client.SendAsync(Request(mayBeForbidden: mayBeForbidden), CountAsync, Call));

        Assert.Equal(401, error.StatusCode);
        Assert.Equal(requests, _requests.Count);
        Assert.Equal(requests - 1, Client.Renewals);
    }

    [Fact]
    public async Task An_action_was_not_accepted_if_the_credentials_were_refused_and_could_not_be_renewed()
    {
        _respond = () =>
        {
            _authenticator.Error = new JobServiceException("Xplenty", JobServiceErrorKind.ServiceUnavailable, "No token.");
            return new(HttpStatusCode.Unauthorized);
        };

        JobServiceException error = await Assert.ThrowsAsync<JobServiceException>(
            () => Client.SendAsync(Request(method: HttpMethod.Post), CountAsync, Call));

        Assert.Equal(("No token.", false), (error.Problem, error.MayHaveBeenAccepted));
    }

    [Theory]
    [InlineData("GET", false)]
    [InlineData("POST", true)]
    public void Only_an_action_has_an_empty_body_by_default(string method, bool hasBody)
    {
        using HttpRequestMessage message = Request(method: new HttpMethod(method)).CreateMessage(BaseUri, new("Bearer", "token"));

        Assert.Equal(hasBody, message.Content is not null);
    }

    [Fact]
    public async Task Each_response_is_closed()
    {
        List<Content> contents = [];
        _respond = () =>
        {
            contents.Add(new Content());
            bool isFirst = contents.Count == 1;
            HttpResponseMessage response = new(isFirst ? HttpStatusCode.Redirect : HttpStatusCode.OK) { Content = contents[^1] };
            response.Headers.Location = isFirst ? new Uri(BaseUri, "2") : null;
            return response;
        };

        await SendAsync();

        Assert.Equal([true, true], contents.Select(content => content.IsDisposed));
    }

    [Fact]
    public async Task Disposing_a_client_ends_its_connections_and_disposes_its_credentials()
    {
        await SendAsync();
        await SendAsync(isFile: true);
        Assert.Equal([false, false], _transports.Select(transport => transport.IsDisposed));

        Client.Dispose();

        Assert.Equal([true, true], _transports.Select(transport => transport.IsDisposed));
        Assert.True(_authenticator.IsDisposed);
    }

    private static ServiceRequest Request(bool isFile = false, bool mayBeForbidden = false, HttpMethod? method = null) =>
        new(new Uri(BaseUri, "1"), "application/json", "Job 1")
        {
            IsFile = isFile,
            MayBeForbidden = mayBeForbidden,
            Method = method ?? HttpMethod.Get,
        };

    private static async ValueTask<long> CountAsync(ServiceResponse response, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[1024 * 1024];
        long length = 0;
        int read;
        while ((read = await response.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            length += read;
        }

        return length;
    }

    private ServiceHttpClient Create(double? perSecond = null, RateLimits? rateLimits = null)
    {
        ConnectionOptions options = new("tests")
        {
            Time = _clock,
            Timeout = Timeout,
            MaximumRetryCount = 0,
            RequestsPerSecond = perSecond,
            Transport = () =>
            {
                _transports.Add(new Transport(request =>
                {
                    _requests.Add(request);
                    HttpResponseMessage response = _respond();
                    response.RequestMessage = request;
                    return response;
                }));
                return _transports[^1];
            },
        };
        return new ServiceHttpClient(
            "Xplenty", options, BaseUri, new XplentyErrorParser(), rateLimits ?? new RateLimits(), _ => _authenticator);
    }

    private Task<long> SendAsync(bool isFile = false, CallContext? call = null) =>
        Client.SendAsync(Request(isFile), CountAsync, call ?? Call);

    private sealed class Transport(Func<HttpRequestMessage, HttpResponseMessage> respond) : HttpMessageHandler
    {
        public bool IsDisposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(respond(request));

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    private sealed class Authenticator : IAuthenticator, IDisposable
    {
        public bool IsDisposed { get; private set; }

        public JobServiceException? Error { get; set; }

        public ValueTask<AuthenticationHeaderValue> GetHeaderAsync(CancellationToken cancellationToken) =>
            Error is null ? new(new AuthenticationHeaderValue("Bearer", "token")) : throw Error;

        public bool OnUnauthorized(AuthenticationHeaderValue header) => true;

        public IEnumerable<string> GetSecrets() => ["token"];

        public void Dispose() => IsDisposed = true;
    }

    private sealed class Content() : ByteArrayContent([])
    {
        public bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    /// <summary>A body that arrives in several blocks.</summary>
    private sealed class Body(int blocks, int blockLength, Action? beforeBlock = null) : Stream
    {
        private int _blocks = blocks;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_blocks == 0)
            {
                return new(0);
            }

            _blocks--;
            beforeBlock?.Invoke();
            cancellationToken.ThrowIfCancellationRequested();
            Assert.True(buffer.Length >= blockLength, "The buffer is too small for a block.");
            return new(blockLength);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
