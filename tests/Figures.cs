using Xunit;

namespace JobStatus.Tests;

/// <summary>Reports figures, such as the number of faults that were tested, in the test output. .ci/run prints them.</summary>
internal static class Figures
{
    private const string Prefix = "figures: ";

    public static void Report(string text) => TestContext.Current.TestOutputHelper?.WriteLine(Prefix + text);
}
