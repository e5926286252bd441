using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using JobStatus.Services;
using JobStatus.Services.Waiting;

namespace JobStatus.Benchmarks.Simulation;

/// <summary>A strategy for waiting for one run.</summary>
/// <param name="Name">The name in the printed table.</param>
/// <param name="Wait">
/// Waits for a run, with a seed for random numbers. Returns the number of requests, and the detection delay in seconds.
/// </param>
internal sealed record Strategy(string Name, Func<SimulatedRun, int, (int Requests, double Delay)> Wait)
{
    /// <summary>The module's waiter with its default options, on a virtual clock.</summary>
    public static Strategy Module { get; } = new("this module", static (run, _) => WaitWithModule(run));

    /// <summary>Polls at a fixed interval.</summary>
    public static Strategy FixedInterval(int seconds) => new($"every {seconds} s", (run, _) =>
    {
        double polls = Math.Ceiling(run.Seconds / seconds);
        return ((int)polls + 1, (polls * seconds) - run.Seconds);
    });

    /// <summary>Polls at intervals that double from 2 s to 120 s, each reduced by up to half at random.</summary>
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
        var observer = new FinishObserver(() => reader.Elapsed);
        System.Threading.Tasks.Task wait = JobWaiter.WaitAsync(
            [new JobTarget("1", reader: reader)],
            new WaitOptions { Time = clock },
            observer,
            new CallContext(CancellationToken.None));
        while (!wait.IsCompleted)
        {
            if (!clock.AdvanceToNextTimer())
            {
                Thread.Yield();
            }
        }

        wait.GetAwaiter().GetResult();
        return (reader.Requests, observer.FinishedAt.Single() - run.Seconds);
    }

    private sealed class FinishObserver(Func<double> now) : IWaitObserver
    {
        public List<double> FinishedAt { get; } = [];

        public void OnFinished(RemoteJob job) => FinishedAt.Add(now());

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
