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
/// Compares the built module with Invoke-RestMethod in a real pwsh process, against the same sandbox. Both sides of a
/// comparison are measured alternately.
/// </summary>
internal sealed class ShellPart : IBenchmarkPart
{
    private const int Rounds = 21;
    private const int JobCount = 500;
    private const long FirstJobId = 900_000;

    // High enough that the quotas of the sandbox do not interfere.
    private const int Quota = 10_000_000;

    public string Name => "shell";

    public string Description => "the built module compared with Invoke-RestMethod, in a real pwsh process";

    public async Task RunAsync(TextWriter output)
    {
        if (await PowerShellHost.FindAsync(PowerShellHost.RepositoryAbove(AppContext.BaseDirectory), default) is not { } host)
        {
            await output.WriteLineAsync("  Nothing was measured, because there is no pwsh on PATH.");
            return;
        }

        await using SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions
        {
            Settings = new SandboxSettings { XplentyRequestsPerHour = Quota, AlmaRequestsPerDay = Quota },
        });
        foreach (int number in Enumerable.Range(0, JobCount))
        {
            server.CreateJob(new NewJob { Service = SandboxService.Xplenty, Id = $"{FirstJobId + number}", DurationSeconds = 0 });
        }

        var shell = new ShellRunner(host, server);
        string version = (await shell.RunAsync("$PSVersionTable.PSVersion.ToString()")).Trim();
        await output.WriteLineAsync(
            $"  pwsh {version}, {Environment.ProcessorCount} processors; medians, with module and baseline measured alternately");
        List<string[]> rows = [Comparison.Header];
        rows.AddRange((await WholeProcessesAsync(shell)).Select(comparison => comparison.Row()));
        rows.AddRange((await WithinProcessAsync(shell)).Select(comparison => comparison.Row()));
        await TextTable.WriteAsync(output, rows);
    }

    // The cost of the import is the time that it adds to a bare process. It is compared with the bare process of the
    // same round.
    private static async Task<Comparison[]> WholeProcessesAsync(ShellRunner shell)
    {
        string[] commands =
        [
            "1",
            "Import-Module $env:JOBSTATUS_MODULE",
            "Import-Module $env:JOBSTATUS_MODULE; Get-XplentyJob 201 | Out-Null",
            "Invoke-RestMethod $env:XPLENTY_BASE_URI/demo/api/jobs/201 -Headers @{ Authorization = $env:XPLENTY_AUTHORIZATION; "
                + "Accept = 'application/vnd.xplenty+json; version=2' } | Out-Null",
            "Import-Module $env:JOBSTATUS_MODULE; Get-AlmaJobInstance -JobId S201 -InstanceId 1000000000000201 | Out-Null",
            "Invoke-RestMethod $env:ALMA_BASE_URI/almaws/v1/conf/jobs/S201/instances/1000000000000201 "
                + "-Headers @{ Authorization = \"apikey $env:ALMA_API_KEY\"; Accept = 'application/json' } | Out-Null",
        ];
        double[][] times = [.. commands.Select(_ => new double[Rounds])];

        // The first round only warms up the caches of the machine.
        for (int round = -1; round < Rounds; round++)
        {
            for (int index = 0; index < commands.Length; index++)
            {
                double time = await shell.TimeAsync(commands[index]);
                if (round >= 0)
                {
                    times[index][round] = time;
                }
            }
        }

        double[] import = [.. times[1].Zip(times[0], static (with, without) => with - without)];
        return
        [
            new("Import-Module, compared with bare pwsh", import, times[0], 0.15),
            new("process that reads an Xplenty job, compared with Invoke-RestMethod", times[2], times[3], 1),
            new("process that reads an Alma job instance, compared with Invoke-RestMethod", times[4], times[5], 1),
            new("process that reads an Xplenty job, compared with bare pwsh", times[2], times[0], null),
        ];
    }

    // The script writes one line for each round: the key of the comparison, the time of the module, and that of the
    // baseline.
    private static async Task<Comparison[]> WithinProcessAsync(ShellRunner shell)
    {
        (string Key, string Name, double? Target)[] comparisons =
        [
            ("single", "warm read of one job, compared with Invoke-RestMethod", 0.5),
            ("page", "page of 100 jobs, compared with Invoke-RestMethod", 0.25),
            ("many", $"{JobCount} jobs by id, compared with sequential Invoke-RestMethod calls", 0.1),
            ("parallel", $"{JobCount} jobs by id, compared with Invoke-RestMethod in ForEach-Object -Parallel", null),
        ];
        string[][] lines =
        [
            .. (await shell.RunScriptAsync("warm.ps1", [$"{FirstJobId}", $"{JobCount}"]))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => line.Split(' ')),
        ];
        return
        [
            .. comparisons.Select(comparison => new Comparison(
                comparison.Name,
                Times(lines, comparison.Key, 1),
                Times(lines, comparison.Key, 2),
                comparison.Target)),
        ];
    }

    private static double[] Times(string[][] lines, string key, int column) =>
        [.. lines.Where(line => line[0] == key).Select(line => double.Parse(line[column], CultureInfo.InvariantCulture))];
}
