using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using JobStatus.Benchmarks.Shell;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Demo;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Jobs;
using JobStatus.Tests;

namespace JobStatus.Benchmarks.Bodies;

/// <summary>
/// Reads the largest and most expensive responses in real pwsh processes, and measures their memory, the time limit of one
/// second, and how soon a read can be stopped.
/// </summary>
internal sealed class BodiesPart : IBenchmarkPart
{
    private const string JobId = "900000";
    private const double MaxMebibytes = 256;
    private const double MaxLimitedSeconds = 1.2;
    private const double MaxStopSeconds = 0.1;

    public string Name => "bodies";

    public string Description => "the largest responses, in a new pwsh process for each";

    public async Task RunAsync(TextWriter output)
    {
        if (await PowerShellHost.FindAsync(PowerShellHost.RepositoryAbove(AppContext.BaseDirectory), default) is not { } host)
        {
            await output.WriteLineAsync("  Nothing was measured, because there is no pwsh on PATH.");
            return;
        }

        await using SandboxServer server = await SandboxServer.StartAsync();
        var shell = new ShellRunner(host, server, emptyModule: "");
        List<string[]> rows = [["", "peak memory", "time", "time, limit 1 s: median", "worst", "time to stop: worst", ""]];
        foreach (LargestBody body in LargestBody.Json)
        {
            rows.Add(await MeasureAsync(server, shell, SandboxService.Xplenty, "/demo/api/jobs", "application/json", body));
        }

        foreach (LargestBody body in LargestBody.Xml)
        {
            rows.Add(await MeasureAsync(server, shell, SandboxService.Alma, "/almaws", "application/xml", body));
        }

        await TextTable.WriteAsync(output, rows);
    }

    private static async Task<string[]> MeasureAsync(
        SandboxServer server, ShellRunner shell, SandboxService service, string path, string contentType, LargestBody body)
    {
        server.Reset();
        server.CreateJob(new NewJob { Service = service, Id = JobId });
        server.InjectFault(new Fault
        {
            Path = path,
            Skip = 1,
            Count = Fault.UntilRemoved,
            Kind = FaultKind.Body,
            Body = Encoding.ASCII.GetString(body.ToBytes()),
            ContentType = contentType,
        });
        using JsonDocument result = JsonDocument.Parse(await shell.RunScriptAsync("largest-body.ps1", [$"{service}"]));
        double peak = result.RootElement.GetProperty("PeakBytes").GetDouble() / (1024 * 1024);
        double[] limited = GetSeconds(result, "Limited");
        double[] stopped = GetSeconds(result, "Stopped");
        bool isMet = peak <= MaxMebibytes && limited.Max() <= MaxLimitedSeconds && stopped.All(seconds => seconds <= MaxStopSeconds);
        return
        [
            body.Name,
            Format($"{peak:0} MiB"),
            Format($"{result.RootElement.GetProperty("Seconds").GetDouble():0.00} s"),
            Format($"{Comparison.Median(limited):0.00} s"),
            Format($"{limited.Max():0.00} s"),
            stopped.Length > 0 ? Format($"{stopped.Max():0.000} s") : "ended before",
            isMet ? "reached" : "MISSED",
        ];
    }

    private static double[] GetSeconds(JsonDocument result, string name) =>
        [.. result.RootElement.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
