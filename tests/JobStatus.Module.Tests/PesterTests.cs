using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using Xunit;

namespace JobStatus.Module.Tests;

/// <summary>Runs each Pester file in a PowerShell of its own, against the built module.</summary>
public sealed class PesterTests(PesterHost host) : IClassFixture<PesterHost>
{
    // What a file writes with this before it is printed with the results of the run.
    private const string Figures = "figures: ";

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Path.Combine(PesterHost.Repository, "tests", "Module"), "*.Tests.ps1").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Pester_file_passes_in_a_real_PowerShell(string file)
    {
        Assert.SkipWhen(host.PowerShell is null, host.WhyNot);
        string result = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            ProcessStartInfo start = host.PowerShell!.StartInfo(
                "-NoLogo", "-NoProfile", "-NonInteractive", "-File", Path.Combine(PesterHost.Repository, "tests", "Module", "Invoke-PesterFile.ps1"), "-File", file, "-Result", result);
            start.Environment["JOBSTATUS_TEST_MODULE"] =
                Environment.GetEnvironmentVariable("JOBSTATUS_TEST_MODULE") ?? Path.Combine(PesterHost.Repository, "out", "JobStatus");
            start.Environment["JOBSTATUS_TEST_SANDBOX"] = typeof(SandboxServer).Assembly.Location;
            if (host.PesterFolder is not null)
            {
                start.Environment["PSModulePath"] = host.PesterFolder + Path.PathSeparator + Environment.GetEnvironmentVariable("PSModulePath");
            }

            string output = await PesterHost.RunAsync(start, TestContext.Current.CancellationToken);
            TestContext.Current.TestOutputHelper?.WriteLine(output);
            foreach (string line in output.Split('\n').Where(line => line.StartsWith(Figures, StringComparison.Ordinal)))
            {
                TestContext.Current.SendDiagnosticMessage($"{file}: {line[Figures.Length..].Trim()}");
            }

            Assert.True(File.Exists(result), $"Pester gave no result.\n{output}");
            PesterResult counts = JsonSerializer.Deserialize<PesterResult>(await File.ReadAllTextAsync(result, TestContext.Current.CancellationToken))!;
            Assert.True(counts.Failed == 0, $"{counts.Failed} of {counts.Total} Pester tests failed.\n{string.Join("\n", counts.Failures)}\n{output}");
            if (counts.Skipped > 0)
            {
                TestContext.Current.SendDiagnosticMessage($"{file}: {counts.Skipped} of its tests skipped");
            }

            Assert.True(counts.Passed > 0, $"No Pester test ran.\n{output}");
        }
        finally
        {
            File.Delete(result);
        }
    }

    private sealed record PesterResult(int Total, int Passed, int Failed, int Skipped, IReadOnlyList<string> Failures);
}
