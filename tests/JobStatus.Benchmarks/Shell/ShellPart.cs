using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Demo;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Benchmarks.Shell;

/// <summary>
/// The built module against PowerShell's own means, in a real pwsh, against the same sandbox. What is compared is
/// measured in turns.
/// </summary>
internal sealed class ShellPart : IBenchmarkPart
{
    private const int Processes = 21;
    private const int Jobs = 500;
    private const long FirstJob = 900_000;

    // No limit is met on the way.
    private const int RequestsPerHour = 10_000_000;

    public string Name => "shell";

    public string Description => "the built module against PowerShell's own means, in a real pwsh";

    public async Task RunAsync(TextWriter output)
    {
        if (await PowerShellHost.FindAsync(PowerShellHost.RepositoryAbove(AppContext.BaseDirectory), default) is not { } host)
        {
            await output.WriteLineAsync("  There is no pwsh on PATH, so there is nothing to measure.");
            return;
        }

        await using SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions
        {
            Settings = new SandboxSettings { XplentyRequestsPerHour = RequestsPerHour, AlmaRequestsPerDay = RequestsPerHour },
        });
        foreach (int number in Enumerable.Range(0, Jobs))
        {
            server.CreateJob(new NewJob { Service = SandboxService.Xplenty, Id = $"{FirstJob + number}", DurationSeconds = 0 });
        }

        var shell = new ShellRunner(host, server);
        string version = (await shell.RunAsync("$PSVersionTable.PSVersion.ToString()")).Trim();
        await output.WriteLineAsync($"  pwsh {version}, {Environment.ProcessorCount} processors; medians, each measured in turns with what it is compared with");
        List<string[]> rows = [Comparison.Header];
        rows.AddRange((await WholeProcessesAsync(shell)).Select(comparison => comparison.Row()));
        rows.AddRange((await WithinProcessAsync(shell)).Select(comparison => comparison.Row()));
        await TextTable.WriteAsync(output, rows);
    }

    // The cost of the import is what it adds, so its ratio is to the bare process that ran beside it.
    private static async Task<Comparison[]> WholeProcessesAsync(ShellRunner shell)
    {
        string[] commands =
        [
            "1",
            "Import-Module $env:JOBSTATUS_MODULE",
            "Import-Module $env:JOBSTATUS_MODULE; Get-XplentyJob 201 | Out-Null",
            "Invoke-RestMethod $env:XPLENTY_BASE_URI/demo/api/jobs/201 -Headers @{ Authorization = $env:XPLENTY_AUTHORIZATION; Accept = 'application/vnd.xplenty+json; version=2' } | Out-Null",
            "Import-Module $env:JOBSTATUS_MODULE; Get-AlmaJobInstance -JobId S201 -InstanceId 1000000000000201 | Out-Null",
            "Invoke-RestMethod $env:ALMA_BASE_URI/almaws/v1/conf/jobs/S201/instances/1000000000000201 -Headers @{ Authorization = \"apikey $env:ALMA_API_KEY\"; Accept = 'application/json' } | Out-Null",
        ];
        double[][] times = [.. commands.Select(_ => new double[Processes])];

        // The first turn fills the caches of the machine.
        for (int turn = -1; turn < Processes; turn++)
        {
            for (int which = 0; which < commands.Length; which++)
            {
                double time = await shell.TimeAsync(commands[which]);
                if (turn >= 0)
                {
                    times[which][turn] = time;
                }
            }
        }

        double[] import = [.. times[1].Zip(times[0], static (with, without) => with - without)];
        return
        [
            new("Import-Module, over bare pwsh", import, times[0], 0.15),
            new("process that reads an Xplenty job, to Invoke-RestMethod", times[2], times[3], 1),
            new("process that reads an Alma job instance, to Invoke-RestMethod", times[4], times[5], 1),
            new("process that reads an Xplenty job, to bare pwsh", times[2], times[0], null),
        ];
    }

    // The script writes a line for each turn: the name of a comparison, our time and the other.
    private static async Task<Comparison[]> WithinProcessAsync(ShellRunner shell)
    {
        (string Key, string What, double? Gate)[] comparisons =
        [
            ("single", "warm read of one job, to Invoke-RestMethod", 0.5),
            ("page", "page of 100 jobs, to Invoke-RestMethod", 0.25),
            ("many", $"{Jobs} jobs by id, to as many Invoke-RestMethod in sequence", 0.1),
            ("parallel", $"{Jobs} jobs by id, to ForEach-Object -Parallel with Invoke-RestMethod", null),
        ];
        string[][] lines =
        [
            .. (await shell.RunScriptAsync("warm.ps1", [$"{FirstJob}", $"{Jobs}"]))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => line.Split(' ')),
        ];
        return
        [
            .. comparisons.Select(comparison => new Comparison(
                comparison.What,
                Times(lines, comparison.Key, 1),
                Times(lines, comparison.Key, 2),
                comparison.Gate)),
        ];
    }

    private static double[] Times(string[][] lines, string key, int column) =>
        [.. lines.Where(line => line[0] == key).Select(line => double.Parse(line[column], CultureInfo.InvariantCulture))];
}
