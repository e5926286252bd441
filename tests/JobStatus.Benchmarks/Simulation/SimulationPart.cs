using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace JobStatus.Benchmarks.Simulation;

/// <summary>Compares strategies for waiting for a single run, on a virtual clock and over thousands of runs.</summary>
internal sealed class SimulationPart : IBenchmarkPart
{
    private const int RunCount = 3000;
    private const int Seed = 20260302;

    private static readonly (string Name, Func<double, double>? Progress, double? SpreadOfOneJob, bool HasInformation)[] Scenarios =
    [
        ("no information", null, null, false),
        ("progress: linear", static x => x, null, true),
        ("progress: slows down", static x => 1 - ((1 - x) * (1 - x)), null, true),
        ("progress: speeds up", static x => x * x, null, true),
        ("progress: stalls halfway", static x => x < 0.4 ? x * 1.25 : x < 0.7 ? 0.5 : 0.5 + ((x - 0.7) / 0.6), null, true),
        ("progress: stalls at 90%", static x => Math.Min(x * 1.5, 0.9), null, true),
        ("earlier runs, spread 0.1", null, 0.1, true),
        ("earlier runs, spread 0.25", null, 0.25, true),
        ("earlier runs, spread 0.5", null, 0.5, true),
        ("earlier runs, spread of the mix", null, 0.8, true),
        ("linear progress and earlier runs", static x => x, 0.25, true),
    ];

    public string Name => "simulation";

    public string Description => $"strategies for waiting for one job, on a virtual clock, {RunCount} runs per scenario";

    public async Task RunAsync(TextWriter output)
    {
        Strategy[] strategies = [Strategy.FixedInterval(15), Strategy.FixedInterval(30), Strategy.Exponential, Strategy.Module];
        var compared = new List<(Result Module, Result FixedInterval)>();
        List<string[]> rows = [["", "strategy", "requests", "mean delay", "95% delay", "compared with every 15 s"]];
        foreach ((string name, Func<double, double>? progress, double? spread, bool hasInformation) in Scenarios)
        {
            IReadOnlyList<SimulatedRun> runs = RunMix.Create(RunCount, progress, spread, Seed);
            Result fixedInterval = Measure(strategies[0], runs);
            foreach (Strategy strategy in strategies)
            {
                Result result = strategy == strategies[0] ? fixedInterval : Measure(strategy, runs);
                rows.Add(
                [
                    strategy == strategies[0] ? name : "",
                    strategy.Name,
                    Format(result.Requests),
                    $"{Format(result.Delay)} s",
                    $"{Format(result.Delay95)} s",
                    strategy == Strategy.Module ? Compare(result, fixedInterval, hasInformation) : "",
                ]);
                if (hasInformation && strategy == Strategy.Module)
                {
                    compared.Add((result, fixedInterval));
                }
            }
        }

        await TextTable.WriteAsync(output, rows);
        double requests = compared.Average(pair => pair.Module.Requests) / compared.Average(pair => pair.FixedInterval.Requests);
        double delay = compared.Average(pair => pair.Module.Delay) / compared.Average(pair => pair.FixedInterval.Delay);
        string verdict = requests <= 0.5 && delay <= 0.5 ? "reached" : "MISSED";
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"  average of all scenarios except the first, compared with every 15 s: {requests:0.00} of the requests, "
            + $"{delay:0.00} of the mean delay; {verdict} (target 0.50)"));
    }

    private static Result Measure(Strategy strategy, IReadOnlyList<SimulatedRun> runs)
    {
        (int Requests, double Delay)[] waits = new (int, double)[runs.Count];
        Parallel.For(0, runs.Count, index => waits[index] = strategy.Wait(runs[index], Seed + index));
        double[] delays = [.. waits.Select(wait => wait.Delay).Order()];
        return new Result(waits.Average(wait => wait.Requests), delays.Average(), delays[(int)(delays.Length * 0.95)]);
    }

    private static string Compare(Result module, Result fixedInterval, bool hasInformation)
    {
        double requests = module.Requests / fixedInterval.Requests;
        double delay = module.Delay / fixedInterval.Delay;
        double target = hasInformation ? 0.5 : 1;
        string verdict = requests <= target && delay <= target ? "reached" : "MISSED";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{requests:0.00} of the requests, {delay:0.00} of the delay: {verdict} (target {target:0.00})");
    }

    private static string Format(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private sealed record Result(double Requests, double Delay, double Delay95);
}
