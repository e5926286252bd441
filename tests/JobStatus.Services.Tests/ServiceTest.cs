using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests;

/// <summary>
/// A base class for tests of the service clients. Each test has its own sandbox, and a clock that the clients and the sandbox
/// share.
/// </summary>
public abstract class ServiceTest : IAsyncLifetime
{
    private protected const string ConnectionName = "tests";
    private protected const string AlmaJobId = "M50173";
    private protected const string AlmaInstanceId = "9563643080000561";
    private protected const string AlteryxJobId = "66ebd18d3d6200007e000d8c";

    /// <summary>A request timeout that is longer than any other delay, so that the two can be distinguished.</summary>
    private protected static readonly TimeSpan NoTimeout = TimeSpan.FromDays(1);

    private readonly ConcurrentStack<IDisposable> _clients = new();

    private protected FakeClock Clock { get; } = new();

    private protected SandboxServer Server { get; private set; } = null!;

    /// <summary>The verbose and debug messages of the clients.</summary>
    private protected ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>The warnings of the clients.</summary>
    private protected ConcurrentQueue<string> Warnings { get; } = new();

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected CallContext Call => new(Token, Lines.Enqueue, Warnings.Enqueue, Lines.Enqueue);

    public virtual async ValueTask InitializeAsync() =>
        Server = await SandboxServer.StartAsync(new SandboxOptions { TimeProvider = Clock, Settings = new() { Strict = true } }, Token);

    public virtual async ValueTask DisposeAsync()
    {
        foreach (IDisposable client in _clients)
        {
            client.Dispose();
        }

        await Server.DisposeAsync();
        Assert.DoesNotContain(Server.Requests, request => request.Problem is not null);
        GC.SuppressFinalize(this);
    }

    /// <summary>Fails if the task does not complete, instead of hanging.</summary>
    private protected static Task<T> WithTimeout<T>(Task<T> task) => task.WaitAsync(Hang.Timeout, Token);

    private protected static Task WithTimeout(Task task) => task.WaitAsync(Hang.Timeout, Token);

    /// <summary>
    /// Asserts that the task fails with a <see cref="JobServiceException"/>, and returns the exception as PowerShell shows it.
    /// </summary>
    private protected static async Task<JobServiceException> GetErrorAsync(Task task) =>
        (await Assert.ThrowsAsync<JobServiceException>(() => WithTimeout(task))).WithRecommendedAction();

    private protected ConnectionOptions Options(Uri baseUri, int retries = 0, TimeSpan? timeout = null) =>
        new(ConnectionName, baseUri) { Time = Clock, MaximumRetryCount = retries, Timeout = timeout ?? NoTimeout };

    /// <summary>Disposes the client at the end of the test.</summary>
    private protected T Track<T>(T client)
        where T : IDisposable
    {
        _clients.Push(client);
        return client;
    }

    private protected AlmaClient Alma(int retries = 0, TimeSpan? timeout = null, string key = "sandbox-alma-key") =>
        Track(new AlmaClient(Options(Server.BaseUri, retries, timeout), SecureStrings.From(key)));

    private protected XplentyClient Xplenty(int retries = 0, TimeSpan? timeout = null, string key = "sandbox-xplenty-key") =>
        Track(new XplentyClient(Options(Server.BaseUri, retries, timeout), SandboxServer.XplentyAccount, SecureStrings.From(key)));

    private protected AlteryxClient Alteryx(int retries = 0, TimeSpan? timeout = null, string secret = "sandbox-secret") =>
        Track(
            new AlteryxClient(Options(new Uri(Server.BaseUri, "webapi"), retries, timeout), "sandbox-client", SecureStrings.From(secret)));

    /// <summary>Creates a client with an access token from the sandbox, and without a client secret.</summary>
    private protected async Task<AlteryxClient> AlteryxWithAccessTokenAsync()
    {
        using HttpClient http = new();
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "sandbox-client",
            ["client_secret"] = "sandbox-secret",
        });
        using HttpResponseMessage response = await http.PostAsync(new Uri(Server.BaseUri, "webapi/oauth2/token"), form, Token);
        string body = await response.Content.ReadAsStringAsync(Token);
        string token = body.Split("\"access_token\":\"")[1].Split('"')[0];
        Server.ClearRequests();
        return Track(new AlteryxClient(Options(new Uri(Server.BaseUri, "webapi")), SecureStrings.From(token)));
    }

    /// <summary>Gets the path prefix of the job API of a service in the sandbox.</summary>
    private protected static string PathOf(SandboxService service) => service switch
    {
        SandboxService.Alma => "/almaws",
        SandboxService.Xplenty => "/demo",
        _ => "/webapi/v3",
    };

    /// <summary>Reads the documented job of a service.</summary>
    private protected async Task<RemoteJob> ReadAsync(
        SandboxService service, int retries = 0, TimeSpan? timeout = null, CallContext? call = null) => service switch
    {
        SandboxService.Alma => await Alma(retries, timeout).GetInstanceAsync(AlmaJobId, AlmaInstanceId, call ?? Call),
        SandboxService.Xplenty => await Xplenty(retries, timeout).GetJobAsync("157", call ?? Call),
        _ => await Alteryx(retries, timeout).GetJobAsync(AlteryxJobId, includeMessages: true, call ?? Call),
    };

    private protected int CountRequests(string pathPart) =>
        Server.Requests.Count(request => request.Path.Contains(pathPart, StringComparison.Ordinal));

    /// <summary>Makes the sandbox respond with this HTTP status and body to requests whose path starts with a prefix.</summary>
    private protected InjectedFault InjectResponse(
        string path,
        int status,
        string? body = null,
        string contentType = "application/json",
        int count = Fault.UntilRemoved,
        string? retryAfter = null) =>
        Server.InjectFault(new Fault
        {
            Path = path,
            Kind = FaultKind.Status,
            Status = status,
            Body = body,
            ContentType = contentType,
            Count = count,
            Headers = retryAfter is null ? new Dictionary<string, string>() : new() { ["Retry-After"] = retryAfter },
        });

    /// <summary>Advances the clock to the next timer whenever no request is in progress, until the task completes.</summary>
    /// <param name="task">The task that depends on the clock.</param>
    /// <param name="minTimers">Gets the minimum number of timers before the clock is advanced. The default is one.</param>
    /// <returns>The times by which the clock was advanced.</returns>
    private protected async Task<IReadOnlyList<TimeSpan>> AdvanceClockAsync(Task task, Func<int>? minTimers = null)
    {
        TimeSpan maximum = TimeSpan.FromHours(2);
        List<TimeSpan> delays = [];
        while (!task.IsCompleted)
        {
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
            Task<IReadOnlyList<TimeSpan>> timers = Clock.WhenTimersAsync(
                timers => timers.Count >= (minTimers?.Invoke() ?? 1) && timers.All(left => left <= maximum), stop.Token);
            await WithTimeout(Task.WhenAny(task, timers));
            if (!task.IsCompleted && timers.IsCompletedSuccessfully)
            {
                delays.Add((await timers)[0]);
                Clock.Advance(delays[^1]);
            }

            await stop.CancelAsync();
        }

        return delays;
    }
}
