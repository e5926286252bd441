using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using JobStatus.Services;
using JobStatus.Services.Waiting;

namespace JobStatus.Benchmarks.Simulation;

/// <summary>A way to wait for one run: tells the requests and the seconds between end and notice.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Wait">Waits; the number is a seed.</param>
internal sealed record Strategy(string Name, Func<SimulatedRun, int, (int Requests, double Delay)> Wait)
{
    /// <summary>The module's own waiter, with its defaults, on a virtual clock.</summary>
    public static Strategy Module { get; } = new("this module", static (run, _) => WaitWithModule(run));

    /// <summary>A look every so many seconds.</summary>
    public static Strategy Loop(int seconds) => new($"loop, {seconds} s", (run, _) =>
    {
        double looks = Math.Ceiling(run.Seconds / seconds);
        return ((int)looks + 1, (looks * seconds) - run.Seconds);
    });

    /// <summary>2 s, then twice as long each time up to 120 s, each by chance half as long to once as long.</summary>
    public static Strategy Exponential { get; } = new("exponential, 2-120 s", static (run, seed) =>
    {
        var random = new Random(seed);
        double time = 0;
        int requests = 1;
        for (double interval = 2; time < run.Seconds; interval = Math.Min(120, interval * 2))
        {
            time += interval * (0.5 + (random.NextDouble() / 2));
            requests++;
        }

        return (requests, time - run.Seconds);
    });

    private static (int Requests, double Delay) WaitWithModule(SimulatedRun run)
    {
        var clock = new VirtualClock();
        var reader = new SimulatedReader(clock, run);
        var observer = new EndObserver(() => reader.Elapsed);
        System.Threading.Tasks.Task wait = JobWaiter.WaitAsync(
            [new WaitTarget(reader, new JobTarget("1"))],
            new WaitOptions { Time = clock },
            observer,
            new CallContext(CancellationToken.None));
        while (!wait.IsCompleted)
        {
            if (!clock.Leap())
            {
                Thread.Yield();
            }
        }

        wait.GetAwaiter().GetResult();
        return (reader.Requests, observer.EndedAt.Single() - run.Seconds);
    }

    private sealed class EndObserver(Func<double> now) : IWaitObserver
    {
        public List<double> EndedAt { get; } = [];

        public void OnFinished(RemoteJob job) => EndedAt.Add(now());

        public void OnAbandoned(JobTarget target, JobServiceException error) => throw error;

        public void OnStatusChanged(RemoteJob job, RemoteJob? before)
        {
        }

        public void OnProgress(WaitProgress progress)
        {
        }

        public void OnWarning(string message)
        {
        }
    }
}
