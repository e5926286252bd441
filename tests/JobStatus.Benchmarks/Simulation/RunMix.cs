using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Benchmarks.Simulation;

/// <summary>Runs as they occur: 40% around a minute, 40% around ten minutes, 20% around two hours.</summary>
internal static class RunMix
{
    private const int EarlierRuns = 20;

    /// <summary>Makes runs; the same seed makes the same.</summary>
    /// <param name="count">How many.</param>
    /// <param name="shape">How progress shows; null for not at all.</param>
    /// <param name="spreadOfOneJob">How far the runs of one job differ, as the deviation of the logarithm; null to know no earlier runs.</param>
    /// <param name="seed">The seed.</param>
    public static IReadOnlyList<SimulatedRun> Make(int count, Func<double, double>? shape, double? spreadOfOneJob, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => Make(random, shape, spreadOfOneJob)).ToArray();
    }

    private static SimulatedRun Make(Random random, Func<double, double>? shape, double? spreadOfOneJob)
    {
        (double median, double spread) = random.NextDouble() switch
        {
            < 0.4 => (60.0, 0.8),
            < 0.8 => (600.0, 0.8),
            _ => (7200.0, 0.7),
        };

        // Part of the spread lies between jobs, the rest between the runs of a job: together they are that of the mix.
        double within = Math.Min(spread, spreadOfOneJob ?? spread);
        double ofJob = median * Math.Exp(Math.Sqrt((spread * spread) - (within * within)) * Normal(random));
        double seconds = ofJob * Math.Exp(within * Normal(random));
        return new SimulatedRun(
            seconds,
            shape,
            spreadOfOneJob is null ? [] : [.. Enumerable.Range(0, EarlierRuns).Select(_ => ofJob * Math.Exp(within * Normal(random)))]);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
