using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Alma;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Jobs;
using JobStatus.Sandbox.Xplenty;
using JobStatus.Services;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;
using JobStatus.Services.Xplenty;

namespace JobStatus.Benchmarks.Waits;

/// <summary>
/// A wait for many jobs through the real clients and real connections to a sandbox, both by a virtual clock: jobs of 1
/// to 30 minutes, of 20 jobs, packages or workflows of each service.
/// </summary>
internal sealed class WaitRun : IWaitObserver, IAsyncDisposable
{
    private const int Works = 20;
    private const double Shortest = 60;
    private const double Longest = 1800;

    // A limit of a request that is never reached, and longer than all other delays, to tell the two apart.
    private static readonly TimeSpan NoLimit = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(2);

    private readonly VirtualClock _clock;
    private readonly SandboxServer _server;
    private readonly Dictionary<(string Service, string Id), DateTimeOffset> _endsAt = [];
    private readonly Dictionary<string, int> _left = [];
    private readonly HashSet<RemoteJob> _finished = [];
    private readonly List<double> _delays = [];
    private readonly List<JobServiceClient> _clients = [];
    private int _openReaders;
    private int _warnings;

    private WaitRun(VirtualClock clock, SandboxServer server)
    {
        _clock = clock;
        _server = server;
    }

    public static async Task<WaitResult> MeasureAsync(SandboxService[] services, int jobs, ProgressShape progress, CuratorAccess curator)
    {
        var clock = new VirtualClock();
        var settings = new SandboxSettings { AlteryxCurator = curator, AlmaRequestsPerDay = 1_000_000 };
        SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions { TimeProvider = clock, Settings = settings }, CancellationToken.None);
        await using var run = new WaitRun(clock, server);
        return await run.MeasureAsync(services, jobs / services.Length, progress);
    }

    /// <summary>An hour of a wait for jobs of which none ends: the bytes that it holds, and the share of a core that it takes, the sandbox included.</summary>
    public static async Task<(long Bytes, double Share)> MeasureIdleAsync(SandboxService[] services, int jobs)
    {
        var clock = new VirtualClock();
        var settings = new SandboxSettings { AlmaRequestsPerDay = 1_000_000 };
        SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions { TimeProvider = clock, Settings = settings }, CancellationToken.None);
        await using var run = new WaitRun(clock, server);
        return await run.MeasureIdleAsync(services, jobs / services.Length, TimeSpan.FromHours(1));
    }

    void IWaitObserver.OnFinished(RemoteJob job)
    {
        if (!_finished.Add(job) || !_endsAt.Remove((job.Service, job.Id), out DateTimeOffset endedAt))
        {
            throw new InvalidOperationException($"{job} was reported twice.");
        }

        _delays.Add((_clock.GetUtcNow() - endedAt).TotalSeconds);
        _left[job.Service]--;
        _openReaders = _left.Values.Count(left => left > 0);
        _clock.Notice();
    }

    void IWaitObserver.OnGivenUp(JobTarget target, JobServiceException error) => throw error;

    void IWaitObserver.OnStatusChanged(RemoteJob job, RemoteJob? before)
    {
    }

    void IWaitObserver.OnProgress(WaitProgress progress)
    {
    }

    void IWaitObserver.OnWarning(string message) => _warnings++;

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await _server.DisposeAsync();
    }

    private async Task<WaitResult> MeasureAsync(SandboxService[] services, int jobsOfEach, ProgressShape progress)
    {
        List<JobToWaitFor> waited = await CreateAsync(services, jobsOfEach, progress, Shortest, Longest);
        _openReaders = services.Length;
        _server.ClearRequests();
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        Task wait = WaitAsync(waited, CancellationToken.None);
        await _clock.DriveAsync(wait, LongestDelay, () => Math.Max(1, _openReaders));
        await wait;
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        double[] delays = [.. _delays.Order()];
        return new WaitResult(_server.Requests.Count, delays.Length, delays.Average(), delays[(int)(delays.Length * 0.95)], cpu, _warnings);
    }

    private async Task<(long Bytes, double Share)> MeasureIdleAsync(SandboxService[] services, int jobsOfEach, TimeSpan time)
    {
        List<JobToWaitFor> waited = await CreateAsync(services, jobsOfEach, ProgressShape.Absent, time.TotalSeconds * 10, time.TotalSeconds * 20);
        _openReaders = services.Length;
        _server.ClearRequests();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        using var cancel = new CancellationTokenSource();
        var over = new TaskCompletionSource();
        await using ITimer timer = _clock.CreateTimer(_ => over.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        Task wait = WaitAsync(waited, cancel.Token);
        await _clock.DriveAsync(over.Task, LongestDelay, () => services.Length + 1);
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        _server.ClearRequests();
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        await cancel.CancelAsync();
        await wait.ContinueWith(static _ => { }, TaskScheduler.Default);
        return (bytes, cpu / time);
    }

    private Task WaitAsync(List<JobToWaitFor> waited, CancellationToken cancellationToken) =>
        Task.Run(() => JobWaiter.WaitAsync(waited, new WaitOptions { Time = _clock }, this, new CallContext(cancellationToken)), CancellationToken.None);

    private async Task<List<JobToWaitFor>> CreateAsync(SandboxService[] services, int jobsOfEach, ProgressShape progress, double shortest, double longest)
    {
        var random = new Random(4711);
        var waited = new List<JobToWaitFor>();
        foreach (SandboxService service in services)
        {
            JobServiceClient client = Open(service);
            string[] works = CreateWorks(service);
            Create(service, works, jobsOfEach, progress, random, shortest, longest);

            // The first sight of the jobs comes from lists, as it does for whoever waits for all that is running.
            JobToWaitFor[] listed = [.. (await ListAsync(client, works))
                .Where(job => _endsAt.ContainsKey((client.Service, job.Id)))
                .Select(job => new JobToWaitFor(client, new JobTarget(job.Id, job)))];
            if (listed.Length != jobsOfEach)
            {
                throw new InvalidOperationException($"{jobsOfEach} {service} jobs were made, {listed.Length} are listed.");
            }

            waited.AddRange(listed);
            _left[client.Service] = jobsOfEach;
        }

        return waited;
    }

    private JobServiceClient Open(SandboxService service)
    {
        Uri address = service == SandboxService.Alteryx ? new Uri(_server.BaseUri, "webapi") : _server.BaseUri;
        ConnectionOptions options = new("benchmark", address) { Time = _clock, Timeout = NoLimit };
        SandboxSettings settings = _server.Settings;
        JobServiceClient client = service switch
        {
            SandboxService.Alma => new AlmaClient(options, Secure(settings.AlmaKey)),
            SandboxService.Xplenty => new XplentyClient(options, SandboxServer.XplentyAccount, Secure(settings.XplentyKey)),
            _ => new AlteryxClient(options, settings.AlteryxClientId, Secure(settings.AlteryxClientSecret)),
        };
        _clients.Add(client);
        return client;
    }

    private string[] CreateWorks(SandboxService service) =>
        [.. Enumerable.Range(0, Works).Select(index => service switch
        {
            SandboxService.Alma => _server.CreateDefinition(new NewDefinition { Name = $"Job {index}" }).Id,
            SandboxService.Xplenty => _server.CreatePackage(new NewPackage { Name = $"Package {index}" }).Id.ToString(CultureInfo.InvariantCulture),
            _ => _server.CreateWorkflow(new NewWorkflow { Name = $"Workflow {index}" }).Id,
        })];

    private void Create(SandboxService service, string[] works, int count, ProgressShape progress, Random random, double shortest, double longest)
    {
        for (int index = 0; index < count; index++)
        {
            double seconds = shortest + (random.NextDouble() * (longest - shortest));
            string work = works[index % works.Length];
            SandboxJob job = _server.CreateJob(new NewJob
            {
                Service = service,
                DurationSeconds = seconds,
                Progress = progress,
                JobId = service == SandboxService.Alma ? work : null,
                PackageId = service == SandboxService.Xplenty ? long.Parse(work, CultureInfo.InvariantCulture) : null,
                WorkflowId = service == SandboxService.Alteryx ? work : null,
            });
            _endsAt[(service.ToString(), job.Id)] = _clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        }
    }

    private async Task<IReadOnlyList<RemoteJob>> ListAsync(JobServiceClient client, string[] works)
    {
        var call = new CallContext(CancellationToken.None);
        var jobs = new JobReceiver();
        Task lists = client switch
        {
            XplentyClient xplenty => xplenty.ListJobsAsync(new XplentyJobQuery(), ListRange.All, jobs, call),
            AlmaClient alma => Task.WhenAll(works.Select(work => alma.ListInstancesAsync(work, new AlmaInstanceQuery(), ListRange.All, jobs, call))),
            _ => Task.WhenAll(works.Select(work => ((AlteryxClient)client).ListJobsAsync(new AlteryxJobQuery { WorkflowId = work }, ListRange.All, jobs, call))),
        };
        await _clock.DriveAsync(lists, LongestDelay, () => 1);
        await lists;
        return jobs.Jobs;
    }

    private static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (char c in text)
        {
            secure.AppendChar(c);
        }

        return secure;
    }
}
