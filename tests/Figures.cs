using Xunit;

namespace JobStatus.Tests;

/// <summary>Numbers that a test found out. They are part of its output, and .ci/run prints them.</summary>
internal static class Figures
{
    private const string Prefix = "figures: ";

    public static void Report(string text) => TestContext.Current.TestOutputHelper?.WriteLine(Prefix + text);
}
