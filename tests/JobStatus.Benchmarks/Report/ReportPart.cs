using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Benchmarks.Shell;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Demo;

namespace JobStatus.Benchmarks.Report;

/// <summary>Compares a report of many runs with ConvertTo-Html of the same rows, in a real pwsh process.</summary>
internal sealed class ReportPart : IBenchmarkPart
{
    private const int RunCount = 2000;
    private const int Processes = 7;
    private const int MaxBytes = 1_000_000;

    public string Name => "report";

    public string Description => "a report of 2,000 runs compared with ConvertTo-Html of the same rows";

    public async Task RunAsync(TextWriter output)
    {
        if (await PowerShellHost.FindAsync(PowerShellHost.RepositoryAbove(AppContext.BaseDirectory), default) is not { } host)
        {
            await output.WriteLineAsync("  Nothing was measured, because there is no pwsh on PATH.");
            return;
        }

        await using SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions());
        var shell = new ShellRunner(host, server, Path.GetTempPath());
        var firsts = new List<string[]>();
        string[][] laters = [];
        for (int process = 0; process < Processes; process++)
        {
            // The first measurement of a process includes JIT compilation, so the two sides take turns in being first.
            string script = await shell.RunScriptAsync("report.ps1", [$"{RunCount}", process % 2 == 0 ? "module" : "baseline"]);
            string[][] lines =
            [
                .. script
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(line => line.Split(' ')),
            ];
            firsts.Add(lines[0]);
            laters = [.. laters, .. lines.Skip(1)];
        }

        string bytes = laters[0][2];
        bool isSmall = int.Parse(bytes, CultureInfo.InvariantCulture) < MaxBytes;
        await TextTable.WriteAsync(
            output,
            [
                Comparison.Header,
                new Comparison("report of 2,000 runs, first in the process", Times(firsts, 0), Times(firsts, 1), 1).Row(),
                new Comparison("report of 2,000 runs, after warm-up", Times(laters, 0), Times(laters, 1), 1).Row(),
                ["bytes of the page", bytes, "-", "-", $"{MaxBytes}", isSmall ? "reached" : "MISSED"],
            ]);
    }

    private static double[] Times(IEnumerable<string[]> lines, int column) =>
        [.. lines.Select(line => double.Parse(line[column], CultureInfo.InvariantCulture))];
}
