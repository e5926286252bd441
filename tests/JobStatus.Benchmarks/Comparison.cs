using System.Globalization;
using System.Linq;

namespace JobStatus.Benchmarks;

/// <summary>A comparison of the module with a baseline. The two are measured alternately.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Module">The times of the module, in milliseconds.</param>
/// <param name="Baseline">The times of the baseline, in milliseconds, one for each time of the module.</param>
/// <param name="Target">The highest acceptable ratio.</param>
internal sealed record Comparison(string Name, double[] Module, double[] Baseline, double Target)
{
    public static readonly string[] Header = ["", "module", "baseline", "ratio", "target", ""];

    /// <summary>
    /// The median of the ratios of all rounds. A machine that is slow for a while slows down both sides of a round,
    /// which does not change its ratio.
    /// </summary>
    public double Ratio => Median([.. Module.Zip(Baseline, static (module, baseline) => module / baseline)]);

    public string[] Row() =>
    [
        Name,
        Milliseconds(Module),
        Milliseconds(Baseline),
        Ratio.ToString("0.000", CultureInfo.InvariantCulture),
        Target.ToString("0.00", CultureInfo.InvariantCulture),
        Ratio <= Target ? "reached" : "MISSED",
    ];

    public static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Milliseconds(double[] times) =>
        Median(times).ToString("0.0", CultureInfo.InvariantCulture) + " ms";
}
