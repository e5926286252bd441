using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace JobStatus.Benchmarks.Simulation;

/// <summary>Compares ways to wait for one run alone, on a virtual clock, over thousands of runs.</summary>
internal sealed class SimulationPart : IBenchmarkPart
{
    private const int Runs = 3000;
    private const int Seed = 20260302;

    private static readonly (string Name, Func<double, double>? Shape, double? SpreadOfOneJob, bool IsKnown)[] Kinds =
    [
        ("nothing known", null, null, false),
        ("progress: linear", static x => x, null, true),
        ("progress: slows down", static x => 1 - ((1 - x) * (1 - x)), null, true),
        ("progress: speeds up", static x => x * x, null, true),
        ("progress: stalls half way", static x => x < 0.4 ? x * 1.25 : x < 0.7 ? 0.5 : 0.5 + ((x - 0.7) / 0.6), null, true),
        ("progress: stalls at 90%", static x => Math.Min(x * 1.5, 0.9), null, true),
        ("earlier runs, spread 0.1", null, 0.1, true),
        ("earlier runs, spread 0.25", null, 0.25, true),
        ("earlier runs, spread 0.5", null, 0.5, true),
        ("earlier runs, spread of the mix", null, 0.8, true),
        ("linear progress and earlier runs", static x => x, 0.25, true),
    ];

    public string Name => "simulation";

    public string Description => $"ways to wait for one job, on a virtual clock, {Runs} runs of each kind";

    public async Task RunAsync(TextWriter output)
    {
        Strategy[] strategies = [Strategy.Loop(15), Strategy.Loop(30), Strategy.Exponential, Strategy.Module];
        var known = new List<(Result Ours, Result Loop)>();
        List<string[]> rows = [["", "way to wait", "requests", "mean delay", "95% delay", "against the 15 s loop"]];
        foreach ((string name, Func<double, double>? shape, double? spread, bool isKnown) in Kinds)
        {
            IReadOnlyList<SimulatedRun> runs = RunMix.Make(Runs, shape, spread, Seed);
            Result loop = Measure(strategies[0], runs);
            foreach (Strategy strategy in strategies)
            {
                Result result = strategy == strategies[0] ? loop : Measure(strategy, runs);
                rows.Add([strategy == strategies[0] ? name : "", strategy.Name, Figure(result.Requests), $"{Figure(result.Delay)} s", $"{Figure(result.Delay95)} s", strategy == Strategy.Module ? Against(result, loop, isKnown) : ""]);
                if (isKnown && strategy == Strategy.Module)
                {
                    known.Add((result, loop));
                }
            }
        }

        await TextTable.WriteAsync(output, rows);
        double requests = known.Average(pair => pair.Ours.Requests) / known.Average(pair => pair.Loop.Requests);
        double delay = known.Average(pair => pair.Ours.Delay) / known.Average(pair => pair.Loop.Delay);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"  all kinds of which something is known: {requests:0.00} of the requests, {delay:0.00} of the delay (gate 0.50 and 0.50: {(requests <= 0.5 && delay <= 0.5 ? "reached" : "NOT reached")})"));
    }

    private static Result Measure(Strategy strategy, IReadOnlyList<SimulatedRun> runs)
    {
        (int Requests, double Delay)[] waits = new (int, double)[runs.Count];
        Parallel.For(0, runs.Count, index => waits[index] = strategy.Wait(runs[index], Seed + index));
        double[] delays = [.. waits.Select(wait => wait.Delay).Order()];
        return new Result(waits.Average(wait => wait.Requests), delays.Average(), delays[(int)(delays.Length * 0.95)]);
    }

    private static string Against(Result ours, Result loop, bool isKnown)
    {
        double requests = ours.Requests / loop.Requests;
        double delay = ours.Delay / loop.Delay;
        double gate = isKnown ? 0.5 : 1;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{requests:0.00} of the requests, {delay:0.00} of the delay: {(requests <= gate && delay <= gate ? "reached" : "NOT reached")} (gate {gate:0.00})");
    }

    private static string Figure(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private sealed record Result(double Requests, double Delay, double Delay95);
}
