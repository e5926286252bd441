using System.Globalization;
using System.Linq;

namespace JobStatus.Benchmarks;

/// <summary>Two things measured in turns, and what their ratio should be.</summary>
/// <param name="What">What was done.</param>
/// <param name="Ours">The times of the module, in milliseconds.</param>
/// <param name="Theirs">The times of what it is compared with, one for each of ours.</param>
/// <param name="Gate">The most that the ratio may be; null for no more than a look.</param>
internal sealed record Comparison(string What, double[] Ours, double[] Theirs, double? Gate)
{
    /// <summary>The median of the ratios of each turn: what slows the machine for a while slows both.</summary>
    public double Ratio => Median([.. Ours.Zip(Theirs, static (ours, theirs) => ours / theirs)]);

    public static readonly string[] Header = ["", "ours", "theirs", "ratio", "gate", ""];

    public string[] Row() =>
    [
        What,
        Milliseconds(Ours),
        Milliseconds(Theirs),
        Ratio.ToString("0.000", CultureInfo.InvariantCulture),
        Gate?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-",
        Gate is null ? "" : Ratio <= Gate ? "reached" : "NOT reached",
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
