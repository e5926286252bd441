using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Requests;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class RetryTests : ServiceTest
{
    private static readonly SandboxService[] Services = [SandboxService.Alma, SandboxService.Xplenty, SandboxService.Alteryx];

    private static readonly int[] PermanentStatuses = [400, 401, 402, 403, 404, 405, 406, 409, 410, 415, 422];

    public static TheoryData<SandboxService, FaultKind, int?> TransientFaults =>
        new(Services.SelectMany(service => new (SandboxService, FaultKind, int?)[]
        {
            (service, FaultKind.Status, 429),
            (service, FaultKind.Status, 500),
            (service, FaultKind.Status, 502),
            (service, FaultKind.Status, 503),
            (service, FaultKind.Status, 504),
            (service, FaultKind.Status, 408),
            (service, FaultKind.Reset, null),
            (service, FaultKind.Truncate, null),
        }));

    public static TheoryData<SandboxService, int> PermanentErrors =>
        new(Services.SelectMany(service => PermanentStatuses.Select(status => (service, status))));

    [Theory]
    [MemberData(nameof(TransientFaults))]
    public async Task A_request_is_retried_after_a_transient_error(SandboxService service, FaultKind kind, int? status)
    {
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = kind, Status = status, Count = 2 });

        Task<RemoteJob> read = ReadAsync(service, retries: 3);
        IReadOnlyList<TimeSpan> delays = await AdvanceClockAsync(read);

        Assert.NotNull(await read);
        Assert.Equal(2, delays.Count);
        Assert.Equal(3, CountRequests(PathOf(service)));
    }

    [Theory]
    [InlineData(SandboxService.Alma, 20)]
    [InlineData(SandboxService.Xplenty, 0)]
    [InlineData(SandboxService.Alteryx, 1)]
    public async Task A_request_is_retried_if_its_response_is_incomplete(SandboxService service, int afterBytes)
    {
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = FaultKind.Reset, AfterBytes = afterBytes });

        Task<RemoteJob> read = ReadAsync(service, retries: 1);
        await AdvanceClockAsync(read);

        Assert.NotNull(await read);
        Assert.Equal(2, CountRequests(PathOf(service)));
    }

    [Theory]
    [MemberData(nameof(TransientFaults))]
    public async Task A_transient_error_that_persists_is_reported_after_the_retries(SandboxService service, FaultKind kind, int? status)
    {
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = kind, Status = status, Count = Fault.UntilRemoved });

        Task<RemoteJob> read = ReadAsync(service, retries: 2);
        IReadOnlyList<TimeSpan> delays = await AdvanceClockAsync(read);
        JobServiceException error = await GetErrorAsync(read);

        Assert.Equal(status == 429 ? JobServiceErrorKind.LimitReached : JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.Equal(kind == FaultKind.Status ? status : null, error.StatusCode);
        Assert.Equal(2, delays.Count);
        Assert.Equal(3, CountRequests(PathOf(service)));
    }

    [Theory]
    [MemberData(nameof(PermanentErrors))]
    public async Task A_permanent_error_is_reported_without_a_retry(SandboxService service, int status)
    {
        InjectResponse(PathOf(service), status);

        JobServiceException error = await GetErrorAsync(ReadAsync(service, retries: 4));

        Assert.Equal(status, error.StatusCode);
        Assert.Equal(service == SandboxService.Alteryx && status == 401 ? 2 : 1, CountRequests(PathOf(service)));
    }

    [Fact]
    public async Task The_delays_between_retries_increase_up_to_a_maximum()
    {
        InjectResponse("/demo", 503);

        Task<RemoteJob> read = ReadAsync(SandboxService.Xplenty, retries: 12);
        IReadOnlyList<TimeSpan> delays = await AdvanceClockAsync(read);
        await GetErrorAsync(read);

        Assert.Equal(12, delays.Count);
        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.True(delays.TakeLast(4).Average(delay => delay.TotalSeconds) > delays.Take(4).Average(delay => delay.TotalSeconds));
        Assert.Contains(delays, delay => delay.Ticks % TimeSpan.TicksPerSecond != 0);
    }

    [Fact]
    public async Task Without_retries_only_one_request_is_sent()
    {
        InjectResponse("/demo", 503);

        await GetErrorAsync(ReadAsync(SandboxService.Xplenty, retries: 0));

        Assert.Single(Server.Requests);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task A_call_can_disable_retries()
    {
        InjectResponse("/demo", 503);

        await GetErrorAsync(ReadAsync(SandboxService.Xplenty, retries: 4, call: new CallContext(Token) { RetryTransientErrors = false }));

        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_retry_respects_Retry_After_in_seconds(int status)
    {
        InjectResponse("/almaws", status, retryAfter: "7", count: 1);

        await AssertDelayAsync(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_retry_respects_Retry_After_as_a_date()
    {
        InjectResponse("/almaws", 503, retryAfter: Clock.GetUtcNow().AddSeconds(90).ToString("r", CultureInfo.InvariantCulture), count: 1);

        await AssertDelayAsync(TimeSpan.FromSeconds(90));
    }

    [Theory]
    [InlineData("121")]
    [InlineData("86400")]
    [InlineData("2147483647")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task A_request_is_not_retried_if_Retry_After_is_too_long(string retryAfter)
    {
        InjectResponse("/almaws", 429, retryAfter: retryAfter);

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Alma, retries: 4));

        Assert.Equal(JobServiceErrorKind.LimitReached, error.Kind);
        Assert.True(error.RetryAfter > TimeSpan.FromMinutes(2));
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("")]
    public async Task An_invalid_Retry_After_is_ignored(string retryAfter)
    {
        InjectResponse("/almaws", 429, retryAfter: retryAfter, count: 1);

        Task<RemoteJob> read = ReadAsync(SandboxService.Alma, retries: 1);
        await AdvanceClockAsync(read);

        Assert.NotNull(await read);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("Sat, 01 Jan 2000 00:00:00 GMT")]
    public async Task The_usual_delay_applies_if_Retry_After_is_zero_or_in_the_past(string retryAfter)
    {
        InjectResponse("/almaws", 503, retryAfter: retryAfter);

        Task<RemoteJob> read = ReadAsync(SandboxService.Alma, retries: 8);
        IReadOnlyList<TimeSpan> delays = await AdvanceClockAsync(read);
        JobServiceException error = await GetErrorAsync(read);

        Assert.Null(error.RetryAfter);
        Assert.True(delays.Sum(delay => delay.TotalSeconds) > 30);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public async Task Retry_After_as_a_date_is_relative_to_the_clock_of_the_service(int hours)
    {
        DateTimeOffset serviceTime = Clock.GetUtcNow().AddHours(hours);
        Server.InjectFault(new Fault
        {
            Path = "/almaws",
            Kind = FaultKind.Status,
            Status = 503,
            Headers = new Dictionary<string, string>
            {
                ["Date"] = serviceTime.ToString("r", CultureInfo.InvariantCulture),
                ["Retry-After"] = serviceTime.AddSeconds(90).ToString("r", CultureInfo.InvariantCulture),
            },
        });

        await AssertDelayAsync(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task A_verbose_message_contains_the_delay_and_the_cause_of_a_retry()
    {
        InjectResponse("/almaws", 503, retryAfter: "7", count: 1);

        Task<RemoteJob> read = ReadAsync(SandboxService.Alma, retries: 1);
        await AdvanceClockAsync(read);
        await read;

        Assert.Contains(
            Lines,
            line => line.Contains("7.0 s", StringComparison.Ordinal)
                && line.Contains("HTTP 503", StringComparison.Ordinal)
                && line.Contains(AlmaInstanceId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_is_not_retried_if_the_daily_quota_is_exhausted()
    {
        InjectResponse("/almaws", 429, """{"errorsExist":true,"errorList":{"error":[{"errorCode":"DAILY_THRESHOLD"}]}}""");

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Alma, retries: 4));

        Assert.Equal(JobServiceErrorKind.QuotaExhausted, error.Kind);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData(SandboxService.Alma)]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alteryx)]
    public async Task Requests_without_a_response_time_out_and_are_retried(SandboxService service)
    {
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = FaultKind.Hang, Count = Fault.UntilRemoved });

        Task<RemoteJob> read = ReadAsync(service, retries: 2, timeout: TimeSpan.FromMinutes(10));
        for (long attempt = 1, before = 0; attempt <= 3; attempt++)
        {
            LoggedRequest request = await WithTimeout(Server.WaitForRequestAsync(
                request => request.Sequence > before && request.Path.StartsWith(PathOf(service), StringComparison.Ordinal), Token));
            before = request.Sequence;
            Clock.Advance(600);
            if (attempt < 3)
            {
                Clock.Advance(await WithTimeout(Clock.WhenTimerAsync(left => left < TimeSpan.FromMinutes(10), Token)));
            }
        }

        JobServiceException error = await GetErrorAsync(read);

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.Null(error.StatusCode);
        Assert.Contains("600 seconds", error.Problem, StringComparison.Ordinal);
        Assert.Equal(3, CountRequests(PathOf(service)));
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task The_timeout_includes_the_body_of_the_response()
    {
        await using RawServer server = await RawServer.StartAsync(
            async context =>
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{ \"status\": ", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            },
            Token);
        var client = Track(
            new Services.Xplenty.XplentyClient(
                Options(server.BaseUri, timeout: TimeSpan.FromMinutes(1)), "demo", SecureStrings.From("some-key")));
        TaskCompletionSource begun = new();

        Task<XplentyJob> read = client.GetJobAsync("157", new CallContext(Token, debug: _ => begun.TrySetResult()));
        await WithTimeout(begun.Task);
        Clock.Advance(60);
        JobServiceException error = await GetErrorAsync(read);

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
    }

    private async Task AssertDelayAsync(TimeSpan expected)
    {
        DateTimeOffset start = Clock.GetUtcNow();

        Task<RemoteJob> read = ReadAsync(SandboxService.Alma, retries: 1);
        TimeSpan delay = await WithTimeout(Clock.WhenTimerAsync(left => left < NoTimeout, Token));
        Clock.Advance(delay - TimeSpan.FromTicks(1));
        int before = Server.Requests.Count;
        await AdvanceClockAsync(read);

        Assert.Equal(expected, delay);
        Assert.Equal(1, before);
        Assert.NotNull(await read);
        Assert.Equal(start + expected, Server.Requests[1].Time);
    }
}
