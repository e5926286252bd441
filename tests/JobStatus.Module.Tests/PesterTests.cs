using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Tests;
using Xunit;

namespace JobStatus.Module.Tests;

/// <summary>Runs each Pester file in a PowerShell of its own, against the built module.</summary>
public sealed class PesterTests(PesterHost host) : IClassFixture<PesterHost>
{
    private static readonly string Root = Path.Combine(PesterHost.Repository, "tests", "Module");

    /// <summary>The paths of the Pester files, relative to tests/Module, with forward slashes on every system.</summary>
    public static TheoryData<string> Files =>
    [
        .. Directory.GetFiles(Root, "*.Tests.ps1", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Pester_file_passes_in_a_real_PowerShell(string file)
    {
        host.SkipOrFailIfMissing();
        string result = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            string runner = Path.Combine(Root, "Invoke-PesterFile.ps1");
            ProcessStartInfo start = host.PowerShell!.StartInfo(
                "-NoLogo", "-NoProfile", "-NonInteractive", "-File", runner,
                "-File", file, "-Result", result, "-Pester", PesterHost.PesterManifest);
            start.Environment["JOBSTATUS_TEST_MODULE"] = ModuleFolder.Path;
            start.Environment["JOBSTATUS_TEST_PESTERS"] = PesterHost.Pesters;
            start.Environment["JOBSTATUS_TEST_SANDBOX"] = typeof(SandboxServer).Assembly.Location;
            string output = await PesterHost.RunAsync(start, TestContext.Current.CancellationToken);
            TestContext.Current.TestOutputHelper?.WriteLine(output);
            Assert.True(File.Exists(result), $"Pester wrote no result.\n{output}");
            string json = await File.ReadAllTextAsync(result, TestContext.Current.CancellationToken);
            PesterResult counts = JsonSerializer.Deserialize<PesterResult>(json)!;
            string failures = string.Join("\n", counts.Failures);
            Assert.True(counts.Failed == 0, $"{counts.Failed} of {counts.Total} Pester tests failed.\n{failures}\n{output}");
            if (counts.Skipped > 0)
            {
                Figures.Report($"{file}: {counts.Skipped} of its tests skipped");
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
