using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using JobStatus.Benchmarks.Shell;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Demo;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Benchmarks.Soak;

/// <summary>Waits in a real pwsh process, in real time, for 20,000 jobs that finish within one minute.</summary>
internal static class ManyJobs
{
    private const int JobCount = 20_000;
    private const long FirstId = 1_000_000;
    private const double Seconds = 60;
    private const double MaxCpuSeconds = 5;
    private const long MaxMebibytes = 244;

    // High enough that the quota of the sandbox does not interfere.
    private const int Quota = 10_000_000;

    /// <summary>Runs the test.</summary>
    /// <param name="output">Receives the results.</param>
    /// <returns>True if all jobs were written, and the processor time and the memory are within their targets.</returns>
    public static async Task<bool> RunAsync(TextWriter output)
    {
        if (await PowerShellHost.FindAsync(PowerShellHost.RepositoryAbove(AppContext.BaseDirectory), default) is not { } host)
        {
            await output.WriteLineAsync("  Nothing was tested, because there is no pwsh on PATH.");
            return false;
        }

        await using SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions
        {
            Settings = new SandboxSettings { XplentyRequestsPerHour = Quota },
        });
        var jobs = new SandboxJobs(server);
        for (int number = 0; number < JobCount; number++)
        {
            jobs.Create(new NewJob
            {
                Service = SandboxService.Xplenty,
                Id = $"{FirstId + number}",
                DurationSeconds = Seconds * (number + 1) / JobCount,
            });
        }

        var shell = new ShellRunner(host, server, emptyModule: "", TimeSpan.FromMinutes(15));
        string result = await shell.RunScriptAsync("soak-many.ps1", [$"{FirstId}", $"{JobCount}"]);
        using JsonDocument document = JsonDocument.Parse(result);
        int written = document.RootElement.GetProperty("Jobs").GetInt32();
        double cpu = document.RootElement.GetProperty("CpuSeconds").GetDouble();
        long peak = document.RootElement.GetProperty("PeakBytes").GetInt64() / (1024 * 1024);
        int reads = server.Requests.Count(static request => request.Path.Contains("/api/jobs/", StringComparison.Ordinal));
        bool passed = written == JobCount && cpu <= MaxCpuSeconds && peak <= MaxMebibytes;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
              {written} of {JobCount} jobs were written; {server.Requests.Count - reads} pages of lists and {reads} reads of single jobs
              {cpu:0.0} s of CPU time (at most {MaxCpuSeconds} s), peak working set {peak} MiB (at most {MaxMebibytes} MiB)
              {(passed ? "passed" : "FAILED")}
            """));
        return passed;
    }
}
