using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using JobStatus.Benchmarks.Shell;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Demo;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Benchmarks.Watch;

/// <summary>
/// Measures the processor time that the table of Watch-RemoteJob takes in a real pwsh process with a terminal, beyond that of
/// Wait-RemoteJob for jobs of the same durations. Both are measured alternately.
/// </summary>
internal sealed class WatchPart : IBenchmarkPart
{
    private const int Rounds = 3;
    private const int Seconds = 45;
    private const int JobCount = 1000;
    private const long FirstJobId = 1_000_000;
    private const double MaxShare = 0.02;

    // High enough that the quota of the sandbox does not interfere.
    private const int Quota = 10_000_000;

    public string Name => "watch";

    public string Description => $"Watch-RemoteJob compared with Wait-RemoteJob, in a terminal, {JobCount} jobs";

    public async Task RunAsync(TextWriter output)
    {
        if (!File.Exists(ShellRunner.TerminalCommand)
            || await PowerShellHost.FindAsync(PowerShellHost.RepositoryAbove(AppContext.BaseDirectory), default) is not { } host)
        {
            await output.WriteLineAsync($"  Nothing was measured, because there is no {ShellRunner.TerminalCommand} or no pwsh on PATH.");
            return;
        }

        await using SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions
        {
            Settings = new SandboxSettings { XplentyRequestsPerHour = Quota },
        });
        var shell = new ShellRunner(host, server, emptyModule: "");
        var jobs = new SandboxJobs(server);
        double[] watches = new double[Rounds];
        double[] waits = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            waits[round] = await MeasureAsync("Wait-RemoteJob", shell, jobs, 2 * round);
            watches[round] = await MeasureAsync("Watch-RemoteJob", shell, jobs, (2 * round) + 1);
        }

        double wait = Comparison.Median(waits) / Seconds;
        double watch = Comparison.Median(watches) / Seconds;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
              Watch-RemoteJob {watch:0.0%} of a core, Wait-RemoteJob {wait:0.0%}, difference {watch - wait:0.0%} (at most {MaxShare:0%}):
              {(watch - wait <= MaxShare ? "reached" : "MISSED")}
            """));
    }

    private static async Task<double> MeasureAsync(string command, ShellRunner shell, SandboxJobs jobs, int run)
    {
        long firstId = FirstJobId + (run * JobCount);
        for (int number = 0; number < JobCount; number++)
        {
            jobs.Create(new NewJob
            {
                Service = SandboxService.Xplenty,
                Id = $"{firstId + number}",
                DurationSeconds = 60 + (1740.0 * number / JobCount),
            });
        }

        string result = Path.GetTempFileName();
        try
        {
            await shell.RunInTerminalAsync("watch.ps1", [command, $"{firstId}", $"{JobCount}", $"{Seconds}", result]);
            return double.Parse(await File.ReadAllTextAsync(result), CultureInfo.InvariantCulture);
        }
        finally
        {
            File.Delete(result);
        }
    }
}
