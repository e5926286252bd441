using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using JobStatus.Tests;
using Xunit;

namespace JobStatus.Module.Tests;

/// <summary>Runs each Pester file in a real PowerShell, against the built module.</summary>
public sealed class PesterTests(PesterHost host) : IClassFixture<PesterHost>
{
    /// <summary>The paths of the Pester files, relative to tests/Module, with forward slashes on every system.</summary>
    public static TheoryData<string> Files =>
    [
        .. Directory.GetFiles(PesterHost.Files, "*.Tests.ps1", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(PesterHost.Files, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Pester_file_passes_in_a_real_PowerShell(string file)
    {
        host.SkipOrFailIfMissing();
        (string? json, string output) = await host.RunFileAsync(file, TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        Assert.True(json is not null, $"Pester returned no result.\n{output}");
        PesterResult counts = JsonSerializer.Deserialize<PesterResult>(json)!;
        string failures = string.Join("\n", counts.Failures);
        Assert.True(counts.Failed == 0, $"{counts.Failed} of {counts.Total} Pester tests failed.\n{failures}\n{output}");
        if (counts.Skipped > 0)
        {
            Figures.Report($"{file}: {counts.Skipped} of its tests skipped");
        }

        Assert.True(counts.Passed > 0, $"No Pester test ran.\n{output}");
    }

    private sealed record PesterResult(int Total, int Passed, int Failed, int Skipped, IReadOnlyList<string> Failures);
}
