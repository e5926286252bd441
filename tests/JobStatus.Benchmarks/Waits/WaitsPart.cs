using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Benchmarks.Waits;

/// <summary>Waits for thousands of jobs of the sandbox, on a virtual clock.</summary>
internal sealed class WaitsPart : IBenchmarkPart
{
    // A loop that looks at each job every 15 seconds, over jobs of 1 to 30 minutes: requests for a job, and its delay.
    private const double LoopPerJob = 1 + (930 / 15.0);
    private const double LoopDelay = 7.5;
    private const double LoopDelay95 = 14.25;

    private static readonly SandboxService[] All = [SandboxService.Alma, SandboxService.Xplenty, SandboxService.Alteryx];

    private static readonly (string Name, SandboxService[] Services, int Jobs, ProgressShape Progress, CuratorAccess Curator, double? Gate)[] Waits =
    [
        ("1,000 Xplenty jobs, linear progress", [SandboxService.Xplenty], 1000, ProgressShape.Linear, CuratorAccess.Granted, 1.5),
        ("1,000 Xplenty jobs, no progress", [SandboxService.Xplenty], 1000, ProgressShape.Absent, CuratorAccess.Granted, 1.5),
        ("1,000 Alma instances, linear progress", [SandboxService.Alma], 1000, ProgressShape.Linear, CuratorAccess.Granted, 4),
        ("1,000 Alma instances, no progress", [SandboxService.Alma], 1000, ProgressShape.Absent, CuratorAccess.Granted, 4),
        ("1,000 Alteryx jobs, for a curator", [SandboxService.Alteryx], 1000, ProgressShape.Absent, CuratorAccess.Granted, 4),
        ("1,000 Alteryx jobs, for others", [SandboxService.Alteryx], 1000, ProgressShape.Absent, CuratorAccess.Forbidden, 4),
        ("1,000 jobs of all three", All, 1000, ProgressShape.Linear, CuratorAccess.Granted, null),
        ("10,000 jobs of all three", All, 10_000, ProgressShape.Linear, CuratorAccess.Granted, null),
    ];

    public string Name => "waits";

    public string Description => "waits for thousands of jobs of 1 to 30 minutes, of 20 jobs, packages or workflows each, through the real clients to a sandbox by a virtual clock";

    public async Task RunAsync(TextWriter output)
    {
        List<string[]> rows =
        [
            ["", "requests", "a job", "mean delay", "95% delay", "CPU with server", "warnings", ""],
            ["a loop of 15 s for each job (reckoned)", "", Figure(LoopPerJob, "0.0"), $"{Figure(LoopDelay, "0.0")} s", $"{Figure(LoopDelay95, "0.0")} s", "", "", ""],
        ];
        foreach ((string name, SandboxService[] services, int jobs, ProgressShape progress, CuratorAccess curator, double? gate) in Waits)
        {
            WaitResult result = await WaitRun.MeasureAsync(services, jobs, progress, curator);
            rows.Add(
            [
                name,
                result.Requests.ToString(CultureInfo.InvariantCulture),
                Figure(result.PerJob, "0.00"),
                $"{Figure(result.Delay, "0.0")} s",
                $"{Figure(result.Delay95, "0.0")} s",
                $"{Figure(result.Cpu.TotalSeconds, "0.0")} s",
                result.Warnings.ToString(CultureInfo.InvariantCulture),
                gate is { } most ? Gate(result, most) : string.Empty,
            ]);
        }

        await TextTable.WriteAsync(output, rows);
        (long bytes, double share) = await WaitRun.MeasureIdleAsync(All, 10_000);
        await output.WriteLineAsync($"  10,000 jobs of which none ends, for an hour: {bytes / (1024.0 * 1024):0.0} MiB that the wait adds to the jobs as they were given, {share:P1} of a core with the server (aims 64 MiB, 2%)");
        await output.WriteLineAsync($"  peak working set of the process, sandbox included: {Process.GetCurrentProcess().PeakWorkingSet64 / (1024 * 1024)} MiB");
    }

    private static string Gate(WaitResult result, double most)
    {
        bool isReached = result.PerJob <= most && result.Delay <= LoopDelay && result.Delay95 <= LoopDelay95;
        return $"{(isReached ? "reached" : "NOT reached")} (gate {Figure(most, "0.0")} a job, no more delay than the loop)";
    }

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
