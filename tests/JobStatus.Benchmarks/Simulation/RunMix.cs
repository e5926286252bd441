using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Benchmarks.Simulation;

/// <summary>A realistic mix of runs: 40% take about one minute, 40% about ten minutes, and 20% about two hours.</summary>
internal static class RunMix
{
    private const int EarlierRunCount = 20;

    /// <summary>Creates runs. The same seed creates the same runs.</summary>
    /// <param name="count">The number of runs.</param>
    /// <param name="progress">The reported progress as a function of the elapsed share of the duration; null for no progress.</param>
    /// <param name="spreadOfOneJob">
    /// The spread between the runs of one job, as the standard deviation of the logarithm of the duration; null if no
    /// earlier runs are known.
    /// </param>
    /// <param name="seed">The seed of the random numbers.</param>
    public static IReadOnlyList<SimulatedRun> Create(int count, Func<double, double>? progress, double? spreadOfOneJob, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => Create(random, progress, spreadOfOneJob)).ToArray();
    }

    private static SimulatedRun Create(Random random, Func<double, double>? progress, double? spreadOfOneJob)
    {
        (double median, double spread) = random.NextDouble() switch
        {
            < 0.4 => (60.0, 0.8),
            < 0.8 => (600.0, 0.8),
            _ => (7200.0, 0.7),
        };

        // One part of the spread is between jobs, the rest is between the runs of a job. Together, they make up the
        // spread of the mix.
        double within = Math.Min(spread, spreadOfOneJob ?? spread);
        double jobMedian = median * Math.Exp(Math.Sqrt((spread * spread) - (within * within)) * Normal(random));
        double seconds = jobMedian * Math.Exp(within * Normal(random));
        return new SimulatedRun(
            seconds,
            progress,
            spreadOfOneJob is null
                ? []
                : [.. Enumerable.Range(0, EarlierRunCount).Select(_ => jobMedian * Math.Exp(within * Normal(random)))]);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
