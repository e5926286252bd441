using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Demo;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Benchmarks.Shell;

/// <summary>
/// Compares the packaged module with Invoke-RestMethod in a real pwsh process, against the same sandbox. Both sides of a
/// comparison are measured alternately.
/// </summary>
internal sealed class ShellPart : IBenchmarkPart
{
    private const int Rounds = 21;
    private const int JobCount = 500;
    private const long FirstJobId = 900_000;
    private const string ReadOneJob = "Import-Module $env:JOBSTATUS_MODULE; Get-XplentyJob 201 | Out-Null";
    private const int MaxCompiledMethods = 150;

    // High enough that the quotas of the sandbox do not interfere.
    private const int Quota = 10_000_000;

    public string Name => "shell";

    public string Description => "the packaged module compared with Invoke-RestMethod, in a real pwsh process";

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

        DirectoryInfo emptyModule = Directory.CreateTempSubdirectory();
        try
        {
            var shell = new ShellRunner(host, server, emptyModule.FullName);
            await shell.RunScriptAsync("empty-module.ps1", [emptyModule.FullName]);
            string version = (await shell.RunAsync("$PSVersionTable.PSVersion.ToString()")).Trim();
            await output.WriteLineAsync(
                $"  pwsh {version}, {Environment.ProcessorCount} processors; medians, with module and baseline measured alternately");
            await TextTable.WriteAsync(
                output,
                [
                    Comparison.Header,
                    .. (await WholeProcessesAsync(shell)).Select(comparison => comparison.Row()),
                    await CompiledMethodsAsync(shell),
                    .. (await WithinProcessAsync(shell)).Select(comparison => comparison.Row()),
                ]);
        }
        finally
        {
            emptyModule.Delete(recursive: true);
        }
    }

    // The cost of an import is the time that it adds to a bare process. This time is short compared with the differences
    // between rounds, so it is calculated from the medians.
    private static async Task<Comparison[]> WholeProcessesAsync(ShellRunner shell)
    {
        string[] commands =
        [
            "1",
            "Import-Module $env:JOBSTATUS_MODULE",
            "Import-Module $env:EMPTY_MODULE",
            ReadOneJob,
            "Invoke-RestMethod $env:XPLENTY_BASE_URI/demo/api/jobs/201 -Headers @{ Authorization = $env:XPLENTY_AUTHORIZATION; "
                + "Accept = 'application/vnd.xplenty+json; version=2' } | Out-Null",
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

        return
        [
            new("process that reads an Xplenty job, compared with Invoke-RestMethod", times[3], times[4], 0.88),
            new("time that Import-Module adds, compared with an almost empty module", Added(1), Added(2), 1.3),
        ];

        double[] Added(int index) => [Comparison.Median(times[index]) - Comparison.Median(times[0])];
    }

    private static async Task<string[]> CompiledMethodsAsync(ShellRunner shell)
    {
        int count = await shell.CountCompiledMethodsAsync(ReadOneJob);
        return
        [
            "methods of the module that this process compiles",
            $"{count}",
            "-",
            "-",
            $"{MaxCompiledMethods}",
            count <= MaxCompiledMethods ? "reached" : "MISSED",
        ];
    }

    // The script writes one line for each round: the key of the comparison, the time of the module, and that of the
    // baseline.
    private static async Task<Comparison[]> WithinProcessAsync(ShellRunner shell)
    {
        (string Key, string Name, double Target)[] comparisons =
        [
            ("single", "warm read of one job, compared with Invoke-RestMethod", 0.35),
            ("page", "page of 100 jobs, compared with Invoke-RestMethod", 0.17),
            ("many", $"{JobCount} jobs by id, compared with sequential Invoke-RestMethod calls", 0.07),
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
