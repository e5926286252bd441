using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Benchmarks.Shell;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Alma;
using JobStatus.Sandbox.Demo;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Benchmarks.Recent;

/// <summary>
/// Lists what ran in the last day, with Get-RemoteJob and with Invoke-RestMethod calls one after the other, in a real pwsh process.
/// Every response of the sandbox is delayed.
/// </summary>
internal sealed class RecentPart : IBenchmarkPart
{
    private const int RunCount = 1000;
    private const int DefinitionCount = 100;
    private const int BuiltInScheduledCount = 3;
    private const double DelayMilliseconds = 250;
    private const double MaxRatio = 0.15;

    // High enough that the quotas of the sandbox do not interfere.
    private const int Quota = 10_000_000;

    private static readonly SandboxService[] Services = [SandboxService.Alma, SandboxService.Xplenty, SandboxService.Alteryx];

    public string Name => "recent";

    public string Description => "Get-RemoteJob compared with sequential Invoke-RestMethod calls, with delayed responses";

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
        CreateRuns(server);
        server.InjectFault(new Fault
        {
            Path = "*", Kind = FaultKind.Delay, Milliseconds = DelayMilliseconds, Count = Fault.UntilRemoved,
        });
        var shell = new ShellRunner(host, server, emptyModule: "");
        string line = await shell.RunScriptAsync("recent-jobs.ps1", [new Uri(server.BaseUri, "_sandbox").AbsoluteUri]);
        double[] figures = [.. line.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];
        double ratio = figures[0] / figures[1];
        await TextTable.WriteAsync(
            output,
            [
                ["", "module", "baseline", "ratio", "target", ""],
                ["time", Format($"{figures[0]:0.0} s"), Format($"{figures[1]:0.0} s"), Format($"{ratio:0.000}"),
                    Format($"{MaxRatio:0.00}"), Result(ratio <= MaxRatio)],
                ["requests", Format($"{figures[2]}"), Format($"{figures[3]}"), Format($"{figures[2] / figures[3]:0.000}"),
                    "1.00", Result(figures[2] <= figures[3])],
                ["jobs", Format($"{figures[4]}"), Format($"{figures[4]}"), "", "", ""],
            ]);
    }

    // The runs are spread over the last 23 hours. Each takes one minute, and every tenth one fails.
    private static void CreateRuns(SandboxServer server)
    {
        string[] definitions =
        [
            .. Enumerable.Range(0, DefinitionCount - BuiltInScheduledCount)
                .Select(index => server.CreateDefinition(new NewDefinition { Id = $"S{9000 + index}" }).Id),
        ];
        for (int index = 0; index < RunCount; index++)
        {
            SandboxService service = Services[index % Services.Length];
            server.CreateJob(new NewJob
            {
                Service = service,
                JobId = service == SandboxService.Alma ? definitions[index % definitions.Length] : null,
                SubmittedSecondsAgo = 600 + (index * 22.5 * 3600 / RunCount),
                DurationSeconds = 60,
                Outcome = index % 10 == 0 ? JobOutcome.Failed : JobOutcome.Completed,
            });
        }
    }

    private static string Result(bool isReached) => isReached ? "reached" : "MISSED";

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
