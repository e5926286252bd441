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

/// <summary>A test of the real clients against a sandbox of its own; both go by a clock that the test moves.</summary>
public abstract class ServiceTest : IAsyncLifetime
{
    private protected const string ConnectionName = "tests";
    private protected const string AlmaJobId = "M50173";
    private protected const string AlmaInstanceId = "9563643080000561";
    private protected const string AlteryxJobId = "66ebd18d3d6200007e000d8c";

    /// <summary>A limit of a request that no test reaches, and longer than any other delay, to tell the two apart.</summary>
    private protected static readonly TimeSpan NoLimit = TimeSpan.FromDays(1);

    /// <summary>How long a test may hang before it fails.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConcurrentStack<IDisposable> _clients = new();

    private protected FakeClock Clock { get; } = new();

    private protected SandboxServer Server { get; private set; } = null!;

    /// <summary>The lines that the clients wrote about their requests.</summary>
    private protected ConcurrentQueue<string> Lines { get; } = new();

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected CallContext Call => new(Token, Lines.Enqueue);

    public virtual async ValueTask InitializeAsync() =>
        Server = await SandboxServer.StartAsync(new SandboxOptions { TimeProvider = Clock }, Token);

    public virtual async ValueTask DisposeAsync()
    {
        foreach (IDisposable client in _clients)
        {
            client.Dispose();
        }

        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static Task<T> Soon<T>(Task<T> task) => task.WaitAsync(Patience, Token);

    private protected static Task Soon(Task task) => task.WaitAsync(Patience, Token);

    /// <summary>What the task throws.</summary>
    private protected static async Task<JobServiceException> RefusedAsync(Task task) =>
        await Assert.ThrowsAsync<JobServiceException>(() => Soon(task));

    private protected ConnectionOptions Options(Uri baseUri, int retries = 0, TimeSpan? timeout = null) =>
        new(ConnectionName, baseUri) { Time = Clock, MaximumRetryCount = retries, Timeout = timeout ?? NoLimit };

    private protected T Keep<T>(T client)
        where T : IDisposable
    {
        _clients.Push(client);
        return client;
    }

    private protected AlmaClient Alma(int retries = 0, TimeSpan? timeout = null, string key = "sandbox-alma-key") =>
        Keep(new AlmaClient(Options(Server.BaseUri, retries, timeout), SecureText.Of(key)));

    private protected XplentyClient Xplenty(int retries = 0, TimeSpan? timeout = null, string key = "sandbox-xplenty-key") =>
        Keep(new XplentyClient(Options(Server.BaseUri, retries, timeout), SandboxServer.XplentyAccount, SecureText.Of(key)));

    private protected AlteryxClient Alteryx(int retries = 0, TimeSpan? timeout = null, string secret = "sandbox-secret") =>
        Keep(new AlteryxClient(Options(new Uri(Server.BaseUri, "webapi"), retries, timeout), "sandbox-client", SecureText.Of(secret)));

    /// <summary>A client with a token that the sandbox gave.</summary>
    private protected async Task<AlteryxClient> AlteryxWithReadyTokenAsync()
    {
        using HttpClient http = new();
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "sandbox-client",
            ["client_secret"] = "sandbox-secret",
        });
        using HttpResponseMessage response = await http.PostAsync(new Uri(Server.BaseUri, "webapi/oauth2/token"), form, Token);
        string answer = await response.Content.ReadAsStringAsync(Token);
        string token = answer.Split("\"access_token\":\"")[1].Split('"')[0];
        Server.ClearRequests();
        return Keep(new AlteryxClient(Options(new Uri(Server.BaseUri, "webapi")), SecureText.Of(token)));
    }

    /// <summary>Where the calls about jobs of a service lie in the sandbox.</summary>
    private protected static string PathOf(SandboxService service) => service switch
    {
        SandboxService.Alma => "/almaws",
        SandboxService.Xplenty => "/demo",
        _ => "/webapi/v3",
    };

    /// <summary>Reads the documented job of a service.</summary>
    private protected async Task<RemoteJob> ReadAsync(SandboxService service, int retries = 0, TimeSpan? timeout = null, CallContext? call = null) => service switch
    {
        SandboxService.Alma => await Alma(retries, timeout).GetInstanceAsync(AlmaJobId, AlmaInstanceId, call ?? Call),
        SandboxService.Xplenty => await Xplenty(retries, timeout).GetJobAsync("157", call ?? Call),
        _ => await Alteryx(retries, timeout).GetJobAsync(AlteryxJobId, includeMessages: true, call ?? Call),
    };

    private protected int Count(string pathPart) =>
        Server.Requests.Count(request => request.Path.Contains(pathPart, StringComparison.Ordinal));

    /// <summary>Lets the answers under this path be an HTTP status with a body.</summary>
    private protected InjectedFault Answer(string path, int status, string? body = null, string contentType = "application/json", int count = Fault.UntilRemoved, string? retryAfter = null) =>
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

    /// <summary>Moves the clock from one delay to the next, whenever no request is under way, until the task ends.</summary>
    /// <param name="task">What waits for the clock.</param>
    /// <param name="waiting">How many timers there are at least when everybody waits; without it, one.</param>
    /// <returns>The delays.</returns>
    private protected async Task<IReadOnlyList<TimeSpan>> DriveAsync(Task task, Func<int>? waiting = null)
    {
        TimeSpan longest = TimeSpan.FromHours(2);
        List<TimeSpan> delays = [];
        while (!task.IsCompleted)
        {
            using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(Token);
            Task<IReadOnlyList<TimeSpan>> timers = Clock.WhenTimersAsync(
                timers => timers.Count >= (waiting?.Invoke() ?? 1) && timers.All(left => left <= longest), over.Token);
            await Soon(Task.WhenAny(task, timers));
            if (!task.IsCompleted && timers.IsCompletedSuccessfully)
            {
                delays.Add((await timers)[0]);
                Clock.Advance(delays[^1]);
            }

            await over.CancelAsync();
        }

        return delays;
    }
}
