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
using JobStatus.Services.Waiting;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Faults;

/// <summary>A service behind a front where things can go wrong, and a client of it, all by one clock.</summary>
internal sealed class FaultStage : IAsyncDisposable
{
    /// <summary>All answers from now on.</summary>
    public const int All = int.MaxValue;

    /// <summary>How many jobs there are to list: more than fit on a page, and not a whole number of pages.</summary>
    public const int JobsInList = 130;

    /// <summary>How many jobs the services give at once.</summary>
    public const int PageSize = 100;

    private const string TokenPath = "/oauth2/token";
    private const string Definition = "M8001";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly FaultRow _row;
    private readonly List<IDisposable> _clients = [];
    private readonly List<string> _listed = [];
    private readonly HashSet<string> _removed = [];
    private readonly long _package;
    private readonly string _workflow;

    private FaultStage(FaultRow row, SandboxService service, FakeClock clock, SandboxServer sandbox)
    {
        _row = row;
        Service = service;
        Clock = clock;
        Sandbox = sandbox;
        _package = sandbox.CreatePackage(new NewPackage()).Id;
        _workflow = sandbox.CreateWorkflow(new NewWorkflow()).Id;
        Front = FaultyFront.Start(sandbox.BaseUri, clock, row.Certificate);
    }

    public SandboxService Service { get; }

    public FakeClock Clock { get; }

    public SandboxServer Sandbox { get; }

    public FaultyFront Front { get; }

    /// <summary>The job that is read or waited for, and one of those in the list.</summary>
    public string JobId { get; private set; } = "";

    /// <summary>The lines that the client wrote about its requests.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<FaultStage> StartAsync(FaultRow row, SandboxService service)
    {
        FakeClock clock = new();
        TimeProvider there = row.Ahead == TimeSpan.Zero ? clock : new SkewedClock(clock, row.Ahead);
        return new FaultStage(row, service, clock, await SandboxServer.StartAsync(new SandboxOptions { TimeProvider = there }, Token));
    }

    /// <summary>Lets things go wrong from now on.</summary>
    /// <param name="count">How many times, where it can be counted.</param>
    public void Begin(int count)
    {
        if (_row.Answer is { } answer)
        {
            Front.Play(answer, count, target => !target.Contains(TokenPath, StringComparison.Ordinal));
        }

        Count = count;
        _row.Begin?.Invoke(this);
    }

    /// <summary>The jobs that there are to list at the end.</summary>
    public IEnumerable<string> JobsThere => _listed.Where(id => !_removed.Contains(id));

    /// <summary>How many times things are to go wrong.</summary>
    public int Count { get; private set; }

    /// <summary>Lets answers of the call for a token go wrong.</summary>
    public void BreakTokenCall(Func<Exchange, Task> fault) =>
        Front.Play(fault, Count, target => target.Contains(TokenPath, StringComparison.Ordinal));

    /// <summary>Takes the key away, and what was got by it.</summary>
    public void WithdrawKey()
    {
        Sandbox.Settings = Service switch
        {
            SandboxService.Alma => Sandbox.Settings with { AlmaKey = "" },
            SandboxService.Xplenty => Sandbox.Settings with { XplentyKey = "" },
            _ => Sandbox.Settings with { AlteryxClientId = "" },
        };
        Sandbox.RevokeTokens();
    }

    /// <summary>Takes the job away, as if it had never been.</summary>
    public void RemoveJob()
    {
        Sandbox.RemoveJob(Service, JobId);
        _removed.Add(JobId);
    }

    /// <summary>Makes the job that is read.</summary>
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

    /// <summary>Lists jobs; things begin to go wrong after the first page.</summary>
    public async Task ListAsync(int retries, int count, List<string> received)
    {
        for (int i = 0; i < JobsInList; i++)
        {
            _listed.Add(Create(Service, seconds: 0, secondsAgo: JobsInList - i).Id);
        }

        // The oldest comes last.
        JobId = _listed[0];

        void AfterPage(IEnumerable<RemoteJob> page)
        {
            received.AddRange(page.Select(job => job.Id));
            if (received.Count == PageSize && !_row.FromStart)
            {
                Begin(count);
            }
        }

        if (_row.FromStart)
        {
            Begin(count);
        }

        await (Client(retries) switch
        {
            AlmaClient alma => alma.ListInstancesAsync(Definition, new AlmaInstanceQuery(), ListRange.All, new Receiver<AlmaJobInstance>(AfterPage), Call()),
            XplentyClient xplenty => xplenty.ListJobsAsync(new XplentyJobQuery { PackageId = _package }, ListRange.All, new Receiver<XplentyJob>(AfterPage), Call()),
            JobServiceClient alteryx => ((AlteryxClient)alteryx).ListJobsAsync(new AlteryxJobQuery { WorkflowId = _workflow }, ListRange.All, new Receiver<AlteryxJob>(AfterPage), Call()),
        });
    }

    /// <summary>Waits for a job, and for another that has a way of its own; things begin to go wrong after the first look.</summary>
    public async Task<Waited> WaitAsync(int count)
    {
        SandboxService otherService = Service == SandboxService.Xplenty ? SandboxService.Alma : SandboxService.Xplenty;
        JobId = Create(Service, seconds: 600).Id;
        string other = Create(otherService, seconds: 900).Id;
        Tests.Waiting.RecordingObserver observer = new(Clock);
        bool begun = _row.FromStart;
        observer.Hook = told =>
        {
            if (!begun && told == nameof(IWaitObserver.OnProgress) && observer.Changes.Any(change => change.Job.Service == Service.ToString()))
            {
                begun = true;
                Begin(count);
            }
        };
        if (_row.FromStart)
        {
            Begin(count);
        }

        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        JobServiceClient faulty = Client(retries: 4);
        Task wait = JobWaiter.WaitAsync(
            [new WaitTarget(faulty, new JobTarget(JobId)), new WaitTarget(Client(otherService, Sandbox.BaseUri, options => options), new JobTarget(other))],
            new WaitOptions { Time = Clock },
            observer,
            new CallContext(enough.Token, Lines.Enqueue));

        // A wait for what never comes is ended once the other job has come.
        await DriveAsync(wait, () => _row.NeverPasses && observer.Finished.Count > 0);
        bool goesOn = !wait.IsCompleted;
        await enough.CancelAsync();
        await (goesOn ? Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait) : wait);
        Assert.True(begun);
        return new Waited(observer, other, goesOn);
    }

    /// <summary>Moves the clock whenever everybody waits for it, or nothing else can go on, until the task ends.</summary>
    public async Task DriveAsync(Task task, Func<bool>? isEnough = null)
    {
        TimeSpan longest = 0.9 * _row.Limit;
        while (!task.IsCompleted && isEnough?.Invoke() != true)
        {
            using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(Token);
            Task<IReadOnlyList<TimeSpan>> timers = Clock.WhenTimersAsync(
                timers => timers.Count > 0 && (Front.OnlyTimeCanGoOn || timers.All(left => left <= longest)), over.Token);
            await Task.WhenAny(task, timers).WaitAsync(Patience, Token);
            if (Front.TakeNap() is { } nap)
            {
                Clock.Sleep(nap.Time);
                nap.Over.SetResult();
            }
            else if (!task.IsCompleted && timers.IsCompletedSuccessfully && Clock.Timers is [var shortest, ..])
            {
                Front.BeforeMove();
                Clock.Advance(shortest);
            }

            await over.CancelAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await Front.DisposeAsync();
        await Sandbox.DisposeAsync();
    }

    private JobServiceClient Client(int retries)
    {
        Uri address = _row.BehindProxy ?? _row.Address ?? Front.BaseUri;
        return Client(Service, address, options => new ConnectionOptions(options.Name, options.BaseUri)
        {
            Time = Clock,
            Timeout = _row.Limit,
            MaximumRetryCount = retries,
            SkipCertificateCheck = _row.SkipCertificateCheck,
            AllowUnencryptedAuthentication = true,
            Proxy = _row.BehindProxy is null ? null : new WebProxy(Front.BaseUri),
        });
    }

    private JobServiceClient Client(SandboxService service, Uri address, Func<ConnectionOptions, ConnectionOptions> adapt)
    {
        ConnectionOptions Options(Uri at) => adapt(new ConnectionOptions("tests", at) { Time = Clock, Timeout = _row.Limit });
        JobServiceClient client = service switch
        {
            SandboxService.Alma => new AlmaClient(Options(address), SecureText.Of("sandbox-alma-key")),
            SandboxService.Xplenty => new XplentyClient(Options(address), SandboxServer.XplentyAccount, SecureText.Of("sandbox-xplenty-key")),
            _ => new AlteryxClient(Options(new Uri(address, "webapi")), "sandbox-client", SecureText.Of("sandbox-secret")),
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

    internal sealed record Waited(Tests.Waiting.RecordingObserver Observer, string OtherId, bool GoesOn);

    private sealed class Receiver<T>(Action<IEnumerable<RemoteJob>> afterPage) : IListReceiver<T>
        where T : RemoteJob
    {
        public void OnTotal(long total)
        {
        }

        public Task OnItemsAsync(IReadOnlyList<T> items)
        {
            afterPage(items);
            return Task.CompletedTask;
        }
    }

    /// <summary>The same time, shown on a clock that is wrong.</summary>
    private sealed class SkewedClock(FakeClock clock, TimeSpan ahead) : TimeProvider
    {
        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + ahead;

        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime, period);
    }
}
