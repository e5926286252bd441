using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Jobs;
using JobStatus.Services;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;
using JobStatus.Services.Xplenty;

namespace JobStatus.Benchmarks.Waits;

/// <summary>
/// Waits for many jobs with the real clients and real connections to a sandbox, on a virtual clock that both use. The
/// jobs take 1 to 30 minutes and are runs of 20 definitions of each service.
/// </summary>
internal sealed class WaitRun : IWaitObserver, IAsyncDisposable
{
    private const double MinSeconds = 60;
    private const double MaxSeconds = 1800;

    private static readonly TimeSpan MaxDelay = TimeSpan.FromHours(2);

    private readonly VirtualClock _clock;
    private readonly SandboxServer _server;
    private readonly SandboxJobs _jobs;
    private readonly Dictionary<(string Service, string Id), DateTimeOffset> _finishTimes = [];
    private readonly Dictionary<string, int> _unfinished = [];
    private readonly HashSet<RemoteJob> _finished = [];
    private readonly List<double> _delays = [];
    private readonly List<JobServiceClient> _clients = [];
    private int _activeClients;
    private int _warnings;

    private WaitRun(VirtualClock clock, SandboxServer server)
    {
        _clock = clock;
        _server = server;
        _jobs = new SandboxJobs(server);
    }

    public static async Task<WaitResult> MeasureAsync(
        SandboxService[] services,
        int jobs,
        ProgressShape progress,
        CuratorAccess curator)
    {
        var clock = new VirtualClock();
        var settings = new SandboxSettings { AlteryxCurator = curator, AlmaRequestsPerDay = 1_000_000 };
        SandboxServer server = await StartServerAsync(clock, settings);
        await using var run = new WaitRun(clock, server);
        return await run.MeasureAsync(services, jobs / services.Length, progress);
    }

    /// <summary>
    /// Waits for one hour for jobs that do not finish. Returns the memory of the wait in bytes, and the share of one
    /// core that the process used, including the sandbox.
    /// </summary>
    public static async Task<(long Bytes, double Share)> MeasureIdleAsync(SandboxService[] services, int jobs)
    {
        var clock = new VirtualClock();
        var settings = new SandboxSettings { AlmaRequestsPerDay = 1_000_000 };
        SandboxServer server = await StartServerAsync(clock, settings);
        await using var run = new WaitRun(clock, server);
        return await run.MeasureIdleAsync(services, jobs / services.Length, TimeSpan.FromHours(1));
    }

    void IWaitObserver.OnFinished(RemoteJob job)
    {
        if (!_finished.Add(job) || !_finishTimes.Remove((job.Service, job.Id), out DateTimeOffset finishedAt))
        {
            throw new InvalidOperationException($"{job} was reported twice.");
        }

        _delays.Add((_clock.GetUtcNow() - finishedAt).TotalSeconds);
        _unfinished[job.Service]--;
        _activeClients = _unfinished.Values.Count(count => count > 0);
        _clock.SignalChange();
    }

    void IWaitObserver.OnAbandoned(JobTarget target, JobServiceException error) => throw error;

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

    private async Task<WaitResult> MeasureAsync(SandboxService[] services, int jobsPerService, ProgressShape progress)
    {
        List<JobTarget> jobs = await CreateAsync(services, jobsPerService, progress, MinSeconds, MaxSeconds);
        _activeClients = services.Length;
        _server.ClearRequests();
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        Task wait = WaitAsync(jobs, CancellationToken.None);
        await _clock.RunUntilCompletedAsync(wait, MaxDelay, () => Math.Max(1, _activeClients));
        await wait;
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        double[] delays = [.. _delays.Order()];
        double delay95 = delays[(int)(delays.Length * 0.95)];
        return new WaitResult(_server.Requests.Count, delays.Length, delays.Average(), delay95, cpu, _warnings);
    }

    private async Task<(long Bytes, double Share)> MeasureIdleAsync(SandboxService[] services, int jobsPerService, TimeSpan duration)
    {
        List<JobTarget> jobs = await CreateAsync(
            services,
            jobsPerService,
            ProgressShape.Absent,
            duration.TotalSeconds * 10,
            duration.TotalSeconds * 20);
        _activeClients = services.Length;
        _server.ClearRequests();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        using var cancel = new CancellationTokenSource();
        var elapsed = new TaskCompletionSource();
        await using ITimer timer = _clock.CreateTimer(_ => elapsed.TrySetResult(), null, duration, Timeout.InfiniteTimeSpan);
        Task wait = WaitAsync(jobs, cancel.Token);
        await _clock.RunUntilCompletedAsync(elapsed.Task, MaxDelay, () => services.Length + 1);
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        _server.ClearRequests();
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        await cancel.CancelAsync();
        await wait.ContinueWith(static _ => { }, TaskScheduler.Default);
        return (bytes, cpu / duration);
    }

    private Task WaitAsync(List<JobTarget> jobs, CancellationToken cancellationToken) =>
        Task.Run(
            () => JobWaiter.WaitAsync(jobs, new WaitOptions { Time = _clock }, this, new CallContext(cancellationToken)),
            CancellationToken.None);

    private async Task<List<JobTarget>> CreateAsync(
        SandboxService[] services,
        int jobsPerService,
        ProgressShape progress,
        double minSeconds,
        double maxSeconds)
    {
        var random = new Random(4711);
        var jobs = new List<JobTarget>();
        foreach (SandboxService service in services)
        {
            JobServiceClient client = SandboxClient.Create(_server, service, _clock);
            _clients.Add(client);
            for (int index = 0; index < jobsPerService; index++)
            {
                double seconds = minSeconds + (random.NextDouble() * (maxSeconds - minSeconds));
                SandboxJob job = _jobs.Create(new NewJob { Service = service, DurationSeconds = seconds, Progress = progress });
                _finishTimes[(client.Service, job.Id)] = _clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);
            }

            // The wait starts with jobs from a list, as in a script that waits for all running jobs.
            JobTarget[] listed = [.. (await ListAsync(client, _jobs.GetDefinitions(service)))
                .Where(job => _finishTimes.ContainsKey((client.Service, job.Id)))
                .Select(job => new JobTarget(job.Id, job, client))];
            if (listed.Length != jobsPerService)
            {
                throw new InvalidOperationException($"{jobsPerService} {service} jobs were created, but {listed.Length} are listed.");
            }

            jobs.AddRange(listed);
            _unfinished[client.Service] = jobsPerService;
        }

        return jobs;
    }

    private async Task<IReadOnlyList<RemoteJob>> ListAsync(JobServiceClient client, string[] definitions)
    {
        var call = new CallContext(CancellationToken.None);
        var receiver = new JobReceiver();
        Task lists = client switch
        {
            XplentyClient xplenty => xplenty.ListJobsAsync(new XplentyJobQuery(), ListRange.All, receiver, call),
            AlmaClient alma => Task.WhenAll(definitions.Select(definition =>
                alma.ListInstancesAsync(definition, new AlmaInstanceQuery(), ListRange.All, receiver, call))),
            _ => Task.WhenAll(definitions.Select(definition =>
                ((AlteryxClient)client).ListJobsAsync(new AlteryxJobQuery { WorkflowId = definition }, ListRange.All, receiver, call))),
        };
        await _clock.RunUntilCompletedAsync(lists, MaxDelay, () => 1);
        await lists;
        return receiver.Jobs;
    }

    private static Task<SandboxServer> StartServerAsync(VirtualClock clock, SandboxSettings settings) =>
        SandboxServer.StartAsync(new SandboxOptions { TimeProvider = clock, Settings = settings }, CancellationToken.None);
}
