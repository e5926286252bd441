using System;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Benchmarks.Bodies;
using JobStatus.Benchmarks.Micro;
using JobStatus.Benchmarks.Recent;
using JobStatus.Benchmarks.Report;
using JobStatus.Benchmarks.Shell;
using JobStatus.Benchmarks.Simulation;
using JobStatus.Benchmarks.Soak;
using JobStatus.Benchmarks.Waits;
using JobStatus.Benchmarks.Watch;

namespace JobStatus.Benchmarks;

/// <summary>Runs all parts, those that the arguments select, or a long test.</summary>
internal static class Program
{
    private static readonly IBenchmarkPart[] Parts =
    [
        new SimulationPart(),
        new WaitsPart(),
        new ShellPart(),
        new RecentPart(),
        new WatchPart(),
        new ReportPart(),
        new BodiesPart(),
        new MicroPart(),
    ];

    private static async Task<int> Main(string[] args)
    {
        if (args is [SoakCommand.Name, .. var soakArgs])
        {
            return await SoakCommand.RunAsync(soakArgs, Console.Out);
        }

        string[] unknown = args.Except(Parts.Select(part => part.Name), StringComparer.Ordinal).ToArray();
        if (unknown.Length > 0)
        {
            await Console.Error.WriteLineAsync($"There is no part named {string.Join(", ", unknown)}. The parts are:");
            foreach (IBenchmarkPart part in Parts)
            {
                await Console.Error.WriteLineAsync($"  {part.Name,-12}{part.Description}");
            }

            await Console.Error.WriteLineAsync($"  {SoakCommand.Name,-12}long tests; cannot be combined with other parts");

            return 2;
        }

        foreach (IBenchmarkPart part in Parts.Where(part => args.Length == 0 || args.Contains(part.Name, StringComparer.Ordinal)))
        {
            await Console.Out.WriteLineAsync($"{part.Name}: {part.Description}");
            await part.RunAsync(Console.Out);
            await Console.Out.WriteLineAsync();
        }

        return 0;
    }
}
