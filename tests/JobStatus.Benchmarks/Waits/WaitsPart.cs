using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Benchmarks.Waits;

/// <summary>Measures waits for thousands of sandbox jobs, on a virtual clock.</summary>
internal sealed class WaitsPart : IBenchmarkPart
{
    // The results of a loop that polls each job every 15 seconds: requests per job and detection delays, for jobs that
    // take 1 to 30 minutes.
    private const double LoopRequests = 1 + (930 / 15.0);
    private const double LoopDelay = 7.5;
    private const double LoopDelay95 = 14.25;

    private static readonly SandboxService[] All = [SandboxService.Alma, SandboxService.Xplenty, SandboxService.Alteryx];

    private static readonly Scenario[] Scenarios =
    [
        new("1,000 Xplenty jobs, linear progress", [SandboxService.Xplenty], 1000, ProgressShape.Linear, CuratorAccess.Granted, 1.5),
        new("1,000 Xplenty jobs, no progress", [SandboxService.Xplenty], 1000, ProgressShape.Absent, CuratorAccess.Granted, 1.5),
        new("1,000 Alma instances, linear progress", [SandboxService.Alma], 1000, ProgressShape.Linear, CuratorAccess.Granted, 4),
        new("1,000 Alma instances, no progress", [SandboxService.Alma], 1000, ProgressShape.Absent, CuratorAccess.Granted, 4),
        new("1,000 Alteryx jobs, curator", [SandboxService.Alteryx], 1000, ProgressShape.Absent, CuratorAccess.Granted, 4),
        new("1,000 Alteryx jobs, not a curator", [SandboxService.Alteryx], 1000, ProgressShape.Absent, CuratorAccess.Forbidden, 4),
        new("1,000 jobs of all three services", All, 1000, ProgressShape.Linear, CuratorAccess.Granted, null),
        new("10,000 jobs of all three services", All, 10_000, ProgressShape.Linear, CuratorAccess.Granted, null),
    ];

    public string Name => "waits";

    public string Description =>
        "waits for thousands of jobs that take 1 to 30 minutes and run 20 definitions per service, "
        + "with the real clients and a sandbox, on a virtual clock";

    public async Task RunAsync(TextWriter output)
    {
        List<string[]> rows =
        [
            ["", "requests", "per job", "mean delay", "95% delay", "CPU incl. server", "warnings", ""],
            [
                "a loop that polls each job every 15 s (calculated)",
                "",
                Format(LoopRequests, "0.0"),
                $"{Format(LoopDelay, "0.0")} s",
                $"{Format(LoopDelay95, "0.0")} s",
                "",
                "",
                "",
            ],
        ];
        foreach (Scenario scenario in Scenarios)
        {
            WaitResult result =
                await WaitRun.MeasureAsync(scenario.Services, scenario.Jobs, scenario.Progress, scenario.Curator);
            rows.Add(
            [
                scenario.Name,
                result.Requests.ToString(CultureInfo.InvariantCulture),
                Format(result.PerJob, "0.00"),
                $"{Format(result.Delay, "0.0")} s",
                $"{Format(result.Delay95, "0.0")} s",
                $"{Format(result.Cpu.TotalSeconds, "0.0")} s",
                result.Warnings.ToString(CultureInfo.InvariantCulture),
                scenario.Target is { } maxPerJob ? Compare(result, maxPerJob) : string.Empty,
            ]);
        }

        await TextTable.WriteAsync(output, rows);
        (long bytes, double share) = await WaitRun.MeasureIdleAsync(All, 10_000);
        await output.WriteLineAsync(
            $"  10,000 unfinished jobs for one hour: {bytes / (1024.0 * 1024):0.0} MiB in addition to the job objects "
            + $"(target 64 MiB); {share:P1} of one core, including the sandbox (target 2%)");
        long peak = Process.GetCurrentProcess().PeakWorkingSet64;
        await output.WriteLineAsync($"  peak working set of the process, including the sandbox: {peak / (1024 * 1024)} MiB");
    }

    private static string Compare(WaitResult result, double maxPerJob)
    {
        bool isMet = result.PerJob <= maxPerJob && result.Delay <= LoopDelay && result.Delay95 <= LoopDelay95;
        return $"{(isMet ? "reached" : "MISSED")} (target {Format(maxPerJob, "0.0")} per job, no more delay than the loop)";
    }

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private sealed record Scenario(
        string Name,
        SandboxService[] Services,
        int Jobs,
        ProgressShape Progress,
        CuratorAccess Curator,
        double? Target);
}
