using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Jobs;
using JobStatus.Sandbox.Xplenty;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Lists;
using JobStatus.Services.Tests.Lists;
using JobStatus.Services.Waiting;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Faults;

/// <summary>A sandbox behind a proxy that injects faults, and clients that connect to the proxy. All use one clock.</summary>
internal sealed class FaultScenario : IAsyncDisposable
{
    /// <summary>The number of faults if every response has the fault.</summary>
    public const int AllResponses = int.MaxValue;

    /// <summary>The number of jobs in the list: more than one page, and not a multiple of the page size.</summary>
    public const int JobsInList = 130;

    /// <summary>The number of jobs on a page.</summary>
    public const int PageSize = 100;

    private const string TokenPath = "/oauth2/token";
    private const string Definition = "M8001";

    private static readonly TimeSpan HangTimeout = TimeSpan.FromMinutes(1);

    private readonly FaultRow _row;
    private readonly List<IDisposable> _clients = [];
    private readonly List<string> _listed = [];
    private readonly HashSet<string> _removed = [];
    private readonly long _package;
    private readonly string _workflow;

    private FaultScenario(FaultRow row, SandboxService service, FakeClock clock, SandboxServer sandbox)
    {
        _row = row;
        Service = service;
        Clock = clock;
        Sandbox = sandbox;
        _package = sandbox.CreatePackage(new NewPackage()).Id;
        _workflow = sandbox.CreateWorkflow(new NewWorkflow()).Id;
        Proxy = FaultInjectingProxy.Start(sandbox.BaseUri, clock, row.Certificate);
    }

    public SandboxService Service { get; }

    public FakeClock Clock { get; }

    public SandboxServer Sandbox { get; }

    public FaultInjectingProxy Proxy { get; }

    /// <summary>The id of the job that is read or waited for. In a list, the id of the last job.</summary>
    public string JobId { get; private set; } = "";

    /// <summary>The verbose messages of the client.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<FaultScenario> StartAsync(FaultRow row, SandboxService service)
    {
        FakeClock clock = new();
        TimeProvider serviceClock = row.ClockOffset == TimeSpan.Zero ? clock : new SkewedClock(clock, row.ClockOffset);
        return new FaultScenario(
            row,
            service,
            clock,
            await SandboxServer.StartAsync(new SandboxOptions { TimeProvider = serviceClock, Settings = new() { Strict = true } }, Token));
    }

    /// <summary>Injects the fault of the row.</summary>
    /// <param name="count">How many times the fault occurs, if it can be counted.</param>
    public void InjectFault(int count)
    {
        if (_row.Respond is { } respond)
        {
            Proxy.InjectFault(respond, count, target => !target.Contains(TokenPath, StringComparison.Ordinal));
        }

        Count = count;
        _row.Inject?.Invoke(this);
    }

    /// <summary>The ids of the jobs in the list that were not deleted.</summary>
    public IEnumerable<string> ExistingJobIds => _listed.Where(id => !_removed.Contains(id));

    /// <summary>How many times the fault occurs.</summary>
    public int Count { get; private set; }

    /// <summary>Injects a fault into the responses to token requests.</summary>
    public void InjectTokenFault(Func<Exchange, Task> fault) =>
        Proxy.InjectFault(fault, Count, target => target.Contains(TokenPath, StringComparison.Ordinal));

    /// <summary>Revokes the key and all access tokens.</summary>
    public void RevokeKey()
    {
        Sandbox.Settings = Service switch
        {
            SandboxService.Alma => Sandbox.Settings with { AlmaKey = "" },
            SandboxService.Xplenty => Sandbox.Settings with { XplentyKey = "" },
            _ => Sandbox.Settings with { AlteryxClientId = "" },
        };
        Sandbox.RevokeTokens();
    }

    /// <summary>Deletes the job.</summary>
    public void DeleteJob()
    {
        Sandbox.RemoveJob(Service, JobId);
        _removed.Add(JobId);
    }

    /// <summary>Creates the job to read.</summary>
    public void CreateJob() => JobId = Create(Service, seconds: 0).Id;

    /// <summary>Reads the job.</summary>
    public async Task<RemoteJob> ReadAsync(int retries)
    {
        return Client(retries) switch
        {
            AlmaClient alma => await alma.GetInstanceAsync(jobId: null, JobId, Call()),
            XplentyClient xplenty => await xplenty.GetJobAsync(JobId, Call()),
            JobServiceClient alteryx => await ((AlteryxClient)alteryx).GetJobAsync(JobId, includeMessages: true, Call()),
        };
    }

    /// <summary>Lists jobs. The fault begins after the first page, unless it is present from the first request on.</summary>
    public async Task ListAsync(int retries, int count, List<string> received)
    {
        for (int i = 0; i < JobsInList; i++)
        {
            _listed.Add(Create(Service, seconds: 0, secondsAgo: JobsInList - i).Id);
        }

        // The oldest job is on the last page.
        JobId = _listed[0];

        void AfterPage(IEnumerable<RemoteJob> page)
        {
            received.AddRange(page.Select(job => job.Id));
            if (received.Count == PageSize && !_row.FromFirstRequest)
            {
                InjectFault(count);
            }
        }

        if (_row.FromFirstRequest)
        {
            InjectFault(count);
        }

        await (Client(retries) switch
        {
            AlmaClient alma => alma.ListInstancesAsync(
                Definition, new AlmaInstanceQuery(), ListRange.All, new ListReceiver<AlmaJobInstance>(AfterPage), Call()),
            XplentyClient xplenty => xplenty.ListJobsAsync(
                new XplentyJobQuery { PackageId = _package }, ListRange.All, new ListReceiver<XplentyJob>(AfterPage), Call()),
            JobServiceClient alteryx => ((AlteryxClient)alteryx).ListJobsAsync(
                new AlteryxJobQuery { WorkflowId = _workflow, WorkflowName = "Known" },
                ListRange.All,
                new ListReceiver<AlteryxJob>(AfterPage),
                Call()),
        });
    }

    /// <summary>
    /// Waits for a job through the proxy, and for a job of another service without the proxy. The fault begins after the
    /// first poll, unless it is present from the first request on.
    /// </summary>
    public async Task<WaitResult> WaitAsync(int count)
    {
        SandboxService otherService = Service == SandboxService.Xplenty ? SandboxService.Alma : SandboxService.Xplenty;
        JobId = Create(Service, seconds: 600).Id;
        string other = Create(otherService, seconds: 900).Id;
        Tests.Waiting.RecordingObserver observer = new(Clock);
        bool injected = _row.FromFirstRequest;
        observer.BeforeRecord = method =>
        {
            if (!injected
                && method == nameof(IWaitObserver.OnProgress)
                && observer.Changes.Any(change => change.Job.Service == Service.ToString()))
            {
                injected = true;
                InjectFault(count);
            }
        };
        if (_row.FromFirstRequest)
        {
            InjectFault(count);
        }

        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        JobServiceClient faulty = Client(retries: 4);
        Task wait = JobWaiter.WaitAsync(
            [
                new JobTarget(JobId, reader: faulty),
                new JobTarget(other, reader: Client(otherService, Sandbox.BaseUri, options => options)),
            ],
            new WaitOptions { Time = Clock },
            observer,
            new CallContext(cancel.Token, Lines.Enqueue));

        // If the fault always persists, the wait is canceled when the other job has finished.
        await AdvanceClockAsync(wait, () => _row.AlwaysPersists && observer.Finished.Count > 0);
        bool isUnfinished = !wait.IsCompleted;
        await cancel.CancelAsync();
        await (isUnfinished ? Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait) : wait);
        Assert.True(injected);
        return new WaitResult(observer, other, isUnfinished);
    }

    /// <summary>Advances the clock whenever nothing can continue without it, until the task completes.</summary>
    public async Task AdvanceClockAsync(Task task, Func<bool>? isDone = null)
    {
        TimeSpan maximum = 0.9 * _row.Timeout;
        while (!task.IsCompleted && isDone?.Invoke() != true)
        {
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
            Task<IReadOnlyList<TimeSpan>> timers = Clock.WhenTimersAsync(
                timers => timers.Count > 0 && (Proxy.IsWaitingForClock || timers.All(left => left <= maximum)), stop.Token);
            await Task.WhenAny(task, timers).WaitAsync(HangTimeout, Token);
            if (Proxy.TakePendingSleep() is { } sleep)
            {
                Clock.Sleep(sleep.Time);
                sleep.Completed.SetResult();
            }
            else if (!task.IsCompleted && timers.IsCompletedSuccessfully && Clock.Timers is [var shortest, ..])
            {
                Proxy.BeforeClockAdvance();
                Clock.Advance(shortest);
            }

            await stop.CancelAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await Proxy.DisposeAsync();
        await Sandbox.DisposeAsync();
    }

    private JobServiceClient Client(int retries)
    {
        Uri address = _row.ProxiedAddress ?? _row.Address ?? Proxy.BaseUri;
        return Client(Service, address, options => new ConnectionOptions(options.Name, options.BaseUri)
        {
            Time = Clock,
            Timeout = _row.Timeout,
            MaximumRetryCount = retries,
            SkipCertificateCheck = _row.SkipCertificateCheck,
            AllowUnencryptedAuthentication = true,
            Proxy = _row.ProxiedAddress is null ? null : new WebProxy(Proxy.BaseUri),
        });
    }

    private JobServiceClient Client(SandboxService service, Uri address, Func<ConnectionOptions, ConnectionOptions> adapt)
    {
        ConnectionOptions Options(Uri at) => adapt(new ConnectionOptions("tests", at) { Time = Clock, Timeout = _row.Timeout });
        JobServiceClient client = service switch
        {
            SandboxService.Alma => new AlmaClient(Options(address), SecureStrings.From("sandbox-alma-key")),
            SandboxService.Xplenty => new XplentyClient(
                Options(address), SandboxServer.XplentyAccount, SecureStrings.From("sandbox-xplenty-key")),
            _ => new AlteryxClient(Options(new Uri(address, "webapi")), "sandbox-client", SecureStrings.From("sandbox-secret")),
        };
        _clients.Add(client);
        return client;
    }

    private SandboxJob Create(SandboxService service, double seconds, double secondsAgo = 0) =>
        Sandbox.CreateJob(new NewJob
        {
            Service = service,
            DurationSeconds = seconds,
            SubmittedSecondsAgo = secondsAgo,
            JobId = service == SandboxService.Alma ? Definition : null,
            PackageId = service == SandboxService.Xplenty ? _package : null,
            WorkflowId = service == SandboxService.Alteryx ? _workflow : null,
        });

    private CallContext Call() => new(Token, Lines.Enqueue);

    internal sealed record WaitResult(Tests.Waiting.RecordingObserver Observer, string OtherId, bool IsUnfinished);

    /// <summary>A clock with the same timers and a different time.</summary>
    private sealed class SkewedClock(FakeClock clock, TimeSpan offset) : TimeProvider
    {
        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + offset;

        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime, period);
    }
}
