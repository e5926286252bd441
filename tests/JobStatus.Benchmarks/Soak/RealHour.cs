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

/// <summary>
/// Waits in a real pwsh process for jobs of all three services that finish one after the other for an hour, and compares the
/// memory of that process at the end with its memory after five minutes, that is a twelfth of the time.
/// </summary>
internal static class RealHour
{
    public const double DefaultMinutes = 60;

    private const int JobCount = 2000;
    private const long FirstId = 900_000;
    private const double MaxGrowth = 0.1;

    // High enough that the quotas of the sandbox do not interfere.
    private const int Quota = 10_000_000;

    /// <summary>Runs the test.</summary>
    /// <param name="output">Receives the results.</param>
    /// <param name="minutes">The time until the last job finishes.</param>
    /// <returns>True if each job was written once, and the memory did not grow.</returns>
    public static async Task<bool> RunAsync(TextWriter output, double minutes)
    {
        if (await PowerShellHost.FindAsync(PowerShellHost.RepositoryAbove(AppContext.BaseDirectory), default) is not { } host)
        {
            await output.WriteLineAsync("  Nothing was tested, because there is no pwsh on PATH.");
            return false;
        }

        await using SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions
        {
            Settings = new SandboxSettings { XplentyRequestsPerHour = Quota, AlmaRequestsPerDay = Quota },
        });
        CreateJobs(server, minutes);
        var shell = new ShellRunner(host, server, emptyModule: "", TimeSpan.FromMinutes((2 * minutes) + 20));
        string result = await shell.RunScriptAsync(
            "soak-hour.ps1",
            [$"{JobCount}", $"{FirstId}", minutes.ToString(CultureInfo.InvariantCulture)]);
        using JsonDocument document = JsonDocument.Parse(result);
        return await ReportAsync(output, document.RootElement);
    }

    private static void CreateJobs(SandboxServer server, double minutes)
    {
        var jobs = new SandboxJobs(server);
        SandboxService[] services = [SandboxService.Alma, SandboxService.Xplenty, SandboxService.Alteryx];
        for (int number = 0; number < JobCount; number++)
        {
            SandboxService service = services[number % services.Length];
            long id = FirstId + number;
            jobs.Create(new NewJob
            {
                Service = service,
                Id = id.ToString(service == SandboxService.Alteryx ? "x24" : "d", CultureInfo.InvariantCulture),
                DurationSeconds = 60 * minutes * (number + 1) / JobCount,
            });
        }
    }

    private static async Task<bool> ReportAsync(TextWriter output, JsonElement result)
    {
        string[] wrong = [.. result.GetProperty("Wrong").EnumerateArray().Select(id => id.GetString()!)];
        string[] warnings = [.. result.GetProperty("Warnings").EnumerateArray().Select(text => text.GetString()!)];
        JsonElement[] samples = [.. result.GetProperty("Samples").EnumerateArray()];
        await output.WriteLineAsync(
            $"  {result.GetProperty("Jobs").GetInt32()} of {JobCount} jobs were written. Jobs that were not written exactly once: "
            + $"{wrong.Length}. Warnings: {warnings.Length}.");
        foreach (string problem in wrong.Concat(warnings).Take(10))
        {
            await output.WriteLineAsync($"  {problem}");
        }

        await TextTable.WriteAsync(
            output,
            [
                ["minutes", "working set", "managed heap", ""],
                .. samples.Select(sample => new[]
                {
                    sample.GetProperty("Minutes").GetDouble().ToString("0.0", CultureInfo.InvariantCulture),
                    FormatSize(sample.GetProperty("WorkingSet").GetInt64()),
                    FormatSize(sample.GetProperty("Managed").GetInt64()),
                    string.Empty,
                }),
            ]);
        double workingSet = GetGrowth(samples, "WorkingSet");
        double managed = GetGrowth(samples, "Managed");
        bool passed = wrong.Length == 0 && workingSet <= MaxGrowth && managed <= MaxGrowth;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"  {(passed ? "passed" : "FAILED")}: working set {workingSet:+0.0%;-0.0%}, managed heap {managed:+0.0%;-0.0%} "
            + $"between the first and the last line (at most {MaxGrowth:+0%})"));
        return passed;
    }

    private static double GetGrowth(JsonElement[] samples, string name) =>
        (samples[^1].GetProperty(name).GetDouble() / samples[0].GetProperty(name).GetDouble()) - 1;

    private static string FormatSize(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):0.0} MiB");
}
