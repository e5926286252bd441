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

    private static readonly int[] LastingStatuses = [400, 401, 402, 403, 404, 405, 406, 409, 410, 415, 422];

    public static TheoryData<SandboxService, FaultKind, int?> Passing =>
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

    public static TheoryData<SandboxService, int> Lasting =>
        new(Services.SelectMany(service => LastingStatuses.Select(status => (service, status))));

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_passing_fault_is_asked_past(SandboxService service, FaultKind kind, int? status)
    {
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = kind, Status = status, Count = 2 });

        Task<RemoteJob> read = ReadAsync(service, retries: 3);
        IReadOnlyList<TimeSpan> delays = await DriveAsync(read);

        Assert.NotNull(await read);
        Assert.Equal(2, delays.Count);
        Assert.Equal(3, Count(PathOf(service)));
    }

    [Theory]
    [InlineData(SandboxService.Alma, 20)]
    [InlineData(SandboxService.Xplenty, 0)]
    [InlineData(SandboxService.Alteryx, 1)]
    public async Task An_answer_that_breaks_off_is_asked_for_again(SandboxService service, int afterBytes)
    {
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = FaultKind.Reset, AfterBytes = afterBytes });

        Task<RemoteJob> read = ReadAsync(service, retries: 1);
        await DriveAsync(read);

        Assert.NotNull(await read);
        Assert.Equal(2, Count(PathOf(service)));
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_fault_that_does_not_pass_is_reported_after_the_retries(SandboxService service, FaultKind kind, int? status)
    {
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = kind, Status = status, Count = Fault.UntilRemoved });

        Task<RemoteJob> read = ReadAsync(service, retries: 2);
        IReadOnlyList<TimeSpan> delays = await DriveAsync(read);
        JobServiceException error = await RefusedAsync(read);

        Assert.Equal(status == 429 ? JobServiceErrorKind.LimitReached : JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.Equal(kind == FaultKind.Status ? status : null, error.StatusCode);
        Assert.Equal(2, delays.Count);
        Assert.Equal(3, Count(PathOf(service)));
    }

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task A_lasting_fault_is_reported_at_once(SandboxService service, int status)
    {
        Answer(PathOf(service), status);

        JobServiceException error = await RefusedAsync(ReadAsync(service, retries: 4));

        Assert.Equal(status, error.StatusCode);
        Assert.Equal(service == SandboxService.Alteryx && status == 401 ? 2 : 1, Count(PathOf(service)));
    }

    [Fact]
    public async Task The_delays_grow_and_have_a_limit()
    {
        Answer("/demo", 503);

        Task<RemoteJob> read = ReadAsync(SandboxService.Xplenty, retries: 12);
        IReadOnlyList<TimeSpan> delays = await DriveAsync(read);
        await RefusedAsync(read);

        Assert.Equal(12, delays.Count);
        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.True(delays.TakeLast(4).Average(delay => delay.TotalSeconds) > delays.Take(4).Average(delay => delay.TotalSeconds));
    }

    [Fact]
    public async Task No_retry_means_one_request()
    {
        Answer("/demo", 503);

        await RefusedAsync(ReadAsync(SandboxService.Xplenty, retries: 0));

        Assert.Single(Server.Requests);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task A_call_that_wants_no_retries_gets_none()
    {
        Answer("/demo", 503);

        await RefusedAsync(ReadAsync(SandboxService.Xplenty, retries: 4, call: new CallContext(Token) { RetryTransientErrors = false }));

        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task The_seconds_that_a_service_asks_for_are_waited(int status)
    {
        Answer("/almaws", status, retryAfter: "7", count: 1);

        await AssertWaitsAsync(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task The_time_that_a_service_asks_for_is_waited_for()
    {
        Answer("/almaws", 503, retryAfter: Clock.GetUtcNow().AddSeconds(90).ToString("r", CultureInfo.InvariantCulture), count: 1);

        await AssertWaitsAsync(TimeSpan.FromSeconds(90));
    }

    [Theory]
    [InlineData("121")]
    [InlineData("86400")]
    [InlineData("2147483647")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task A_service_that_asks_for_too_much_patience_is_not_asked_again(string retryAfter)
    {
        Answer("/almaws", 429, retryAfter: retryAfter);

        JobServiceException error = await RefusedAsync(ReadAsync(SandboxService.Alma, retries: 4));

        Assert.Equal(JobServiceErrorKind.LimitReached, error.Kind);
        Assert.True(error.RetryAfter > TimeSpan.FromMinutes(2));
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData("99999999999999999999")]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("")]
    public async Task A_wish_that_cannot_be_read_is_as_none(string retryAfter)
    {
        Answer("/almaws", 429, retryAfter: retryAfter, count: 1);

        Task<RemoteJob> read = ReadAsync(SandboxService.Alma, retries: 1);
        await DriveAsync(read);

        Assert.NotNull(await read);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("Sat, 01 Jan 2000 00:00:00 GMT")]
    public async Task A_service_that_asks_for_no_patience_is_given_the_usual(string retryAfter)
    {
        Answer("/almaws", 503, retryAfter: retryAfter);

        Task<RemoteJob> read = ReadAsync(SandboxService.Alma, retries: 8);
        IReadOnlyList<TimeSpan> delays = await DriveAsync(read);
        JobServiceException error = await RefusedAsync(read);

        Assert.Null(error.RetryAfter);
        Assert.True(delays.Sum(delay => delay.TotalSeconds) > 30);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public async Task The_time_that_a_service_asks_for_is_meant_by_its_own_clock(int hours)
    {
        DateTimeOffset there = Clock.GetUtcNow().AddHours(hours);
        Server.InjectFault(new Fault
        {
            Path = "/almaws",
            Kind = FaultKind.Status,
            Status = 503,
            Headers = new Dictionary<string, string>
            {
                ["Date"] = there.ToString("r", CultureInfo.InvariantCulture),
                ["Retry-After"] = there.AddSeconds(90).ToString("r", CultureInfo.InvariantCulture),
            },
        });

        await AssertWaitsAsync(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task A_retry_is_told_with_its_delay_and_its_cause()
    {
        Answer("/almaws", 503, retryAfter: "7", count: 1);

        Task<RemoteJob> read = ReadAsync(SandboxService.Alma, retries: 1);
        await DriveAsync(read);
        await read;

        Assert.Contains(Lines, line => line.Contains("7.0 s", StringComparison.Ordinal) && line.Contains("HTTP 503", StringComparison.Ordinal) && line.Contains(AlmaInstanceId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_daily_allowance_that_is_spent_is_not_asked_for_again()
    {
        Answer("/almaws", 429, """{"errorsExist":true,"errorList":{"error":[{"errorCode":"DAILY_THRESHOLD"}]}}""");

        JobServiceException error = await RefusedAsync(ReadAsync(SandboxService.Alma, retries: 4));

        Assert.Equal(JobServiceErrorKind.QuotaExhausted, error.Kind);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData(SandboxService.Alma)]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alteryx)]
    public async Task A_service_that_never_answers_is_given_up_after_the_limit_and_the_retries(SandboxService service)
    {
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = FaultKind.Hang, Count = Fault.UntilRemoved });

        Task<RemoteJob> read = ReadAsync(service, retries: 2, timeout: TimeSpan.FromMinutes(10));
        for (long attempt = 1, before = 0; attempt <= 3; attempt++)
        {
            LoggedRequest request = await Soon(Server.WaitForRequestAsync(
                request => request.Sequence > before && request.Path.StartsWith(PathOf(service), StringComparison.Ordinal), Token));
            before = request.Sequence;
            Clock.Advance(600);
            if (attempt < 3)
            {
                Clock.Advance(await Soon(Clock.WhenTimerAsync(left => left < TimeSpan.FromMinutes(10), Token)));
            }
        }

        JobServiceException error = await RefusedAsync(read);

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.Null(error.StatusCode);
        Assert.Contains("600 seconds", error.Problem, StringComparison.Ordinal);
        Assert.Equal(3, Count(PathOf(service)));
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task The_limit_covers_the_body_too()
    {
        await using RawServer server = await RawServer.StartAsync(
            async context =>
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{ \"status\": ", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            },
            Token);
        var client = Keep(new Services.Xplenty.XplentyClient(Options(server.BaseUri, timeout: TimeSpan.FromMinutes(1)), "demo", SecureText.Of("some-key")));
        TaskCompletionSource begun = new();

        Task<XplentyJob> read = client.GetJobAsync("157", new CallContext(Token, _ => begun.TrySetResult()));
        await Soon(begun.Task);
        Clock.Advance(60);
        JobServiceException error = await RefusedAsync(read);

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
    }

    private async Task AssertWaitsAsync(TimeSpan asked)
    {
        DateTimeOffset start = Clock.GetUtcNow();

        Task<RemoteJob> read = ReadAsync(SandboxService.Alma, retries: 1);
        TimeSpan delay = await Soon(Clock.WhenTimerAsync(left => left < NoLimit, Token));
        Clock.Advance(delay - TimeSpan.FromTicks(1));
        int before = Server.Requests.Count;
        await DriveAsync(read);

        Assert.Equal(asked, delay);
        Assert.Equal(1, before);
        Assert.NotNull(await read);
        Assert.Equal(start + asked, Server.Requests[1].Time);
    }
}
