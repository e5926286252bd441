using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Benchmarks.Shell;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Demo;
using JobStatus.Sandbox.Jobs;
using JobStatus.Services;
using JobStatus.Services.Waiting;

namespace JobStatus.Benchmarks.Soak;

/// <summary>
/// Waits for jobs that start all day, with the real clients and real connections to a sandbox, on a virtual clock that both
/// use. Some responses are faults. A process starts jobs and waits for them until it is killed. Its unfinished jobs are saved,
/// and the next process loads them, starts more jobs, and continues.
/// </summary>
internal sealed class VirtualDay : IWaitObserver, IAsyncDisposable
{
    public const int DefaultJobCount = 20_000;

    private const double FaultShare = 0.05;
    private const int Quota = 100_000_000;
    private const double MinSeconds = 10;
    private const double MaxSeconds = 3600;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromHours(2);

    // A job that has not been reported this long after it finished is lost.
    private static readonly TimeSpan MaxDetectionDelay = TimeSpan.FromHours(1);

    private static readonly SandboxService[] Services = Enum.GetValues<SandboxService>();

    // The waits of a process call the observer at the same time.
    private readonly Lock _gate = new();
    private readonly VirtualClock _clock;
    private readonly SandboxServer _server;
    private readonly SandboxJobs _jobs;
    private readonly SavedJobs _saved;
    private readonly Random _random;
    private readonly ResponseFaults _faults;
    private readonly Dictionary<(string Service, string Id), DateTimeOffset> _finishTimes = [];
    private readonly Dictionary<(string Service, string Id), int> _reports = [];
    private readonly List<double> _delays = [];
    private readonly List<string> _problems = [];

    // The unfinished jobs as they were last seen, or null for jobs that have not been read yet.
    private readonly Dictionary<(string Service, string Id), RemoteJob?> _unfinished = [];

    private VirtualDay(VirtualClock clock, SandboxServer server, SavedJobs saved, int seed)
    {
        _clock = clock;
        _server = server;
        _jobs = new SandboxJobs(server);
        _saved = saved;
        _random = new Random(seed);
        _faults = new ResponseFaults(FaultShare, new Random(seed));
    }

    /// <summary>Runs the test.</summary>
    /// <param name="output">Receives the results.</param>
    /// <param name="jobCount">The number of jobs.</param>
    /// <param name="seed">The seed of the random numbers. The same seed creates the same jobs and restarts.</param>
    /// <returns>True if each completion was reported once.</returns>
    public static async Task<bool> RunAsync(TextWriter output, int jobCount, int seed)
    {
        if (await PowerShellHost.FindAsync(PowerShellHost.RepositoryAbove(AppContext.BaseDirectory), default) is not { } host)
        {
            await output.WriteLineAsync("  Nothing was tested, because there is no pwsh on PATH.");
            return false;
        }

        var clock = new VirtualClock();
        SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions
        {
            TimeProvider = clock,
            Settings = new SandboxSettings { XplentyRequestsPerHour = Quota, AlmaRequestsPerDay = Quota },
        });
        using SavedJobs saved = await SavedJobs.CreateAsync(new ShellRunner(host, server, emptyModule: ""));
        await using var day = new VirtualDay(clock, server, saved, seed);
        return await day.RunAsync(output, jobCount);
    }

    void IWaitObserver.OnFinished(RemoteJob job)
    {
        lock (_gate)
        {
            var key = (job.Service, job.Id);
            TimeSpan delay = _clock.GetUtcNow() - _finishTimes[key];
            if (!job.IsFinished || delay < TimeSpan.Zero)
            {
                _problems.Add($"{job} was reported before it finished.");
            }

            _reports[key] = _reports.GetValueOrDefault(key) + 1;
            _delays.Add(delay.TotalSeconds);
            _unfinished.Remove(key);
        }
    }

    void IWaitObserver.OnAbandoned(JobTarget target, JobServiceException error)
    {
        lock (_gate)
        {
            _problems.Add(error.Message);
        }
    }

    void IWaitObserver.OnStatusChanged(RemoteJob job, RemoteJob? before)
    {
        lock (_gate)
        {
            _unfinished[(job.Service, job.Id)] = job;
        }
    }

    void IWaitObserver.OnProgress(WaitProgress progress)
    {
    }

    void IWaitObserver.OnWarning(string message)
    {
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<bool> RunAsync(TextWriter output, int jobCount)
    {
        var watch = Stopwatch.StartNew();
        DateTimeOffset start = _clock.GetUtcNow();
        int processes = 0;
        int saves = 0;
        while (_clock.GetUtcNow() < start + Day
            || (_unfinished.Count > 0 && _clock.GetUtcNow() < _finishTimes.Values.Max() + MaxDetectionDelay))
        {
            IReadOnlyList<RemoteJob> loaded = await _saved.SaveAndLoadAsync([.. _unfinished.Values.OfType<RemoteJob>()]);
            saves += loaded.Count;
            Restore(loaded);
            TimeSpan life = TimeSpan.FromMinutes(10 + (80 * _random.NextDouble()));
            double progress = Math.Min(1, (_clock.GetUtcNow() + life - start) / Day);
            CreateJobs((int)(jobCount * progress) - _finishTimes.Count);
            await RunProcessAsync(life);
            processes++;
            _server.ClearRequests();
        }

        int lost = _finishTimes.Keys.Count(job => !_reports.ContainsKey(job));
        int repeated = _reports.Values.Count(count => count > 1);
        bool passed = lost == 0 && repeated == 0 && _problems.Count == 0;
        double[] delays = [.. _delays.Order()];
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
              {_finishTimes.Count} jobs in {(_clock.GetUtcNow() - start).TotalHours:0.0} virtual hours
              {processes} processes, between which {saves} unfinished jobs were saved and loaded
              {_faults.Responses} responses, of which {_faults.Faults} were faults ({(double)_faults.Faults / _faults.Responses:0.0%})
              detection delay: mean {delays.Average():0.0} s, 95% {delays[(int)(delays.Length * 0.95)]:0.0} s, maximum {delays[^1]:0.0} s
              {lost} completions lost, {repeated} reported more than once, {_problems.Count} other problems
              {(passed ? "passed" : "FAILED")} in {watch.Elapsed.TotalSeconds:0} s
            """));
        foreach (string problem in _problems.Take(10))
        {
            await output.WriteLineAsync($"  {problem}");
        }

        return passed;
    }

    private void Restore(IReadOnlyList<RemoteJob> loaded)
    {
        int seen = _unfinished.Values.Count(job => job is not null);
        if (loaded.Count != seen)
        {
            _problems.Add($"{seen} jobs were saved, but {loaded.Count} were loaded.");
        }

        foreach (RemoteJob job in loaded)
        {
            if (_unfinished.GetValueOrDefault((job.Service, job.Id)) is not { } before || before.Status != job.Status)
            {
                _problems.Add($"{job} was not saved as it is.");
            }

            _unfinished[(job.Service, job.Id)] = job;
        }
    }

    private void CreateJobs(int count)
    {
        for (int number = 0; number < count; number++)
        {
            SandboxService service = Services[number % Services.Length];
            double seconds = MinSeconds * Math.Pow(MaxSeconds / MinSeconds, _random.NextDouble());
            SandboxJob job = _jobs.Create(new NewJob
            {
                Service = service,
                DurationSeconds = seconds,
                Outcome = Pick<JobOutcome>(),
                Progress = Pick<ProgressShape>(),
            });
            _finishTimes[(service.ToString(), job.Id)] = _clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);
            _unfinished[(service.ToString(), job.Id)] = null;
        }
    }

    private T Pick<T>()
        where T : struct, Enum => _random.GetItems(Enum.GetValues<T>(), 1)[0];

    private async Task RunProcessAsync(TimeSpan life)
    {
        JobServiceClient[] clients =
            [.. Services.Select(service => SandboxClient.Create(_server, service, _clock, _faults.CreateTransport))];
        using var kill = new CancellationTokenSource(life, _clock);
        var killed = new TaskCompletionSource();
        await using CancellationTokenRegistration registration = kill.Token.Register(killed.SetResult);

        // A wait for each service, so that the number of waits for the clock is known whatever they report.
        Task[] waits = [.. clients.Select(client => WaitAsync(client, kill.Token))];
        foreach (Task wait in waits)
        {
            _ = wait.ContinueWith(_ => _clock.SignalChange(), TaskScheduler.Default);
        }

        await _clock.RunUntilCompletedAsync(Task.WhenAll([killed.Task, .. waits]), MaxDelay, CountWaiting);
        foreach (JobServiceClient client in clients)
        {
            client.Dispose();
        }

        // A job that was seen as finished must have been reported. It is lost even if the next process would report it.
        foreach (var job in _unfinished.Where(job => job.Value is { IsFinished: true }).Select(job => job.Key).ToArray())
        {
            _unfinished.Remove(job);
        }

        int CountWaiting() => Math.Max(1, waits.Count(wait => !wait.IsCompleted) + (kill.IsCancellationRequested ? 0 : 1));
    }

    // Never throws.
    private async Task WaitAsync(JobServiceClient client, CancellationToken kill)
    {
        JobTarget[] jobs;
        lock (_gate)
        {
            jobs = [.. _unfinished
                .Where(job => job.Key.Service == client.Service)
                .Select(job => new JobTarget(job.Key.Id, job.Value, client))];
        }

        try
        {
            await Task.Run(
                () => JobWaiter.WaitAsync(jobs, new WaitOptions { Time = _clock }, this, new CallContext(kill)),
                CancellationToken.None);
            lock (_gate)
            {
                if (jobs.FirstOrDefault(job => _unfinished.ContainsKey((client.Service, job.Id))) is { } job)
                {
                    _problems.Add($"A wait ended without reporting {client.Service} job {job.Id}.");
                }
            }
        }
        catch (OperationCanceledException) when (kill.IsCancellationRequested)
        {
            // The next process continues.
        }
        catch (Exception exception)
        {
            lock (_gate)
            {
                _problems.Add(exception.ToString());
            }
        }
    }
}
