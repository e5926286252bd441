using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;

namespace JobStatus.Benchmarks.Soak;

/// <summary>Runs long tests. They are not part of the benchmarks, because they take up to an hour.</summary>
internal static class SoakCommand
{
    public const string Name = "soak";

    private const string Usage =
        """
        soak day [JOBS] [SEED]  waits for 20,000 jobs on one virtual day, with faults and restarts of the process
        soak hour [MINUTES]     waits for 2,000 jobs in a real pwsh process for one hour, and measures its memory
        soak many               waits for 20,000 jobs in a real pwsh process, and measures its CPU time and memory
        """;

    /// <summary>Runs the test that the arguments select.</summary>
    /// <param name="args">The arguments after the name of this command.</param>
    /// <param name="output">Receives the results.</param>
    /// <returns>The exit code: 0 if the test passed, 1 if it failed, 2 if the arguments are wrong.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        switch (args)
        {
            case ["day", .. var values] when values.Length <= 2:
                int jobs = values.Length > 0 ? int.Parse(values[0], CultureInfo.InvariantCulture) : VirtualDay.DefaultJobCount;
                int seed = values.Length > 1 ? int.Parse(values[1], CultureInfo.InvariantCulture) : Environment.TickCount;
                await output.WriteLineAsync($"  seed {seed}");
                return await VirtualDay.RunAsync(output, jobs, seed) ? 0 : 1;
            case ["hour", .. var values] when values.Length <= 1:
                double minutes = values.Length > 0 ? double.Parse(values[0], CultureInfo.InvariantCulture) : RealHour.DefaultMinutes;
                return await RealHour.RunAsync(output, minutes) ? 0 : 1;
            case ["many"]:
                return await ManyJobs.RunAsync(output) ? 0 : 1;
            default:
                await Console.Error.WriteLineAsync(Usage);
                return 2;
        }
    }
}
