using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Requests;
using JobStatus.Services.Http;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class CancellationTests : ServiceTest
{
    [Theory]
    [InlineData(SandboxService.Alma)]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alteryx)]
    public async Task Canceling_a_call_aborts_its_request(SandboxService service)
    {
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = FaultKind.Hang });
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task<RemoteJob> read = ReadAsync(service, retries: 4, call: new CallContext(cancel.Token));
        await WithTimeout(Server.WaitForRequestAsync(request => IsJob(request, service), Token));
        await cancel.CancelAsync();

        OperationCanceledException canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(read));
        LoggedRequest request = await WithTimeout(Server.WaitForRequestEndAsync(request => IsJob(request, service), Token));
        Assert.Equal(LoggedRequest.ClientClosedRequest, request.Status);
        Assert.Equal(cancel.Token, canceled.CancellationToken);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task Canceling_a_call_ends_the_delay_before_a_retry()
    {
        InjectResponse("/demo", 503);
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task<RemoteJob> read = ReadAsync(SandboxService.Xplenty, retries: 4, call: new CallContext(cancel.Token));
        await WithTimeout(Clock.WhenTimerAsync(left => left < NoTimeout, Token));
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(read));
        Assert.Single(Server.Requests);
        Assert.Empty(Clock.Timers);
    }

    [Theory]
    [InlineData(SandboxService.Alma)]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alteryx)]
    public async Task A_call_that_is_canceled_before_it_starts_sends_no_request(SandboxService service)
    {
        using CancellationTokenSource cancel = new();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            WithTimeout(ReadAsync(service, call: new CallContext(cancel.Token))));

        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task Canceling_a_call_aborts_its_token_request()
    {
        Server.InjectFault(new Fault { Path = "/webapi/oauth2", Kind = FaultKind.Hang });
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task<RemoteJob> read = ReadAsync(SandboxService.Alteryx, call: new CallContext(cancel.Token));
        await WithTimeout(Server.WaitForRequestAsync(_ => true, Token));
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(read));
        Assert.Equal(LoggedRequest.ClientClosedRequest, (await WithTimeout(Server.WaitForRequestEndAsync(_ => true, Token))).Status);
    }

    [Fact]
    public async Task Canceling_a_call_does_not_cancel_the_token_request_that_another_call_needs()
    {
        InjectedFault hang = Server.InjectFault(new Fault { Path = "/webapi/oauth2", Kind = FaultKind.Hang });
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var client = Alteryx();

        Task<AlteryxJob> first = client.GetJobAsync(AlteryxJobId, true, new CallContext(cancel.Token));
        await WithTimeout(Server.WaitForRequestAsync(_ => true, Token));
        Task<AlteryxJob> second = client.GetJobAsync(AlteryxJobId, true, Call);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(first));
        Server.RemoveFault(hang.Id);

        Assert.NotNull(await WithTimeout(second));
    }

    [Fact]
    public async Task Canceling_a_call_does_not_wait_for_the_parser()
    {
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using SlowParser parser = new();

        Task<int> read = parser.ReadAsync(Options(Server.BaseUri), new CallContext(cancel.Token));
        await WithTimeout(parser.Started);
        await cancel.CancelAsync();

        OperationCanceledException canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(read));
        Assert.Equal(cancel.Token, canceled.CancellationToken);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_does_not_wait_for_the_parser()
    {
        using SlowParser parser = new();

        Task<int> read = parser.ReadAsync(Options(Server.BaseUri, timeout: TimeSpan.FromSeconds(1)), Call);
        await WithTimeout(parser.Started);
        Clock.Advance(TimeSpan.FromSeconds(1));

        JobServiceException error = await GetErrorAsync(read);
        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.Contains("within 1 s", error.Problem, StringComparison.Ordinal);
    }

    private static bool IsJob(LoggedRequest request, SandboxService service) =>
        request.Path.StartsWith(PathOf(service), StringComparison.Ordinal) && request.Method == "GET";

    /// <summary>Parses a response, without checking the cancellation token, until it is disposed.</summary>
    private sealed class SlowParser : IDisposable
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _mayEnd = new();
        private ServiceHttpClient? _http;

        public Task Started => _started.Task;

        public Task<int> ReadAsync(ConnectionOptions options, CallContext call)
        {
            Uri address = new(options.BaseUri!, $"{SandboxServer.XplentyAccount}/api/");
            Secret key = Secret.ForHeader("Xplenty", "API key", SecureStrings.From("sandbox-xplenty-key"));
            _http = new ServiceHttpClient(
                "Xplenty",
                options,
                address,
                new XplentyErrorParser(),
                new RateLimits(),
                _ => new KeyAuthenticator(key, "Basic", static key => Convert.ToBase64String(Encoding.ASCII.GetBytes(key + ":"))));
            var request = new ServiceRequest(new Uri(address, "jobs/157"), "application/vnd.xplenty+json; version=2", "Xplenty job 157");
            return _http.SendAsync(request, (_, _) => Parse(), call);
        }

        public void Dispose()
        {
            _mayEnd.Set();
            _http?.Dispose();
        }

        private ValueTask<int> Parse()
        {
            _started.SetResult();
            _mayEnd.Wait(TestContext.Current.CancellationToken);
            return new(0);
        }
    }
}
