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
        soak hour [MINUTES]  waits for 2,000 jobs in a real pwsh process for one hour, and measures its memory
        """;

    /// <summary>Runs the test that the arguments select.</summary>
    /// <param name="args">The arguments after the name of this command.</param>
    /// <param name="output">Receives the results.</param>
    /// <returns>The exit code: 0 if the test passed, 1 if it failed, 2 if the arguments are wrong.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        switch (args)
        {
            case ["hour", .. var values] when values.Length <= 1:
                double minutes = values.Length > 0 ? double.Parse(values[0], CultureInfo.InvariantCulture) : RealHour.DefaultMinutes;
                return await RealHour.RunAsync(output, minutes) ? 0 : 1;
            default:
                await Console.Error.WriteLineAsync(Usage);
                return 2;
        }
    }
}
