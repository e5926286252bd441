using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Demo;

/// <summary>Starts a sandbox with three jobs, and shows the cmdlets that read these jobs and wait for them.</summary>
internal static class DemoCommand
{
    internal const string AlmaInstanceId = "9000000000000001";
    internal const string XplentyJobId = "9001";
    internal const string AlteryxJobId = "900000000000000000009001";

    internal static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (args.Length > 0)
        {
            await Console.Error.WriteLineAsync($"'demo' takes no arguments, but got '{args[0]}'.");
            return CommandLine.WrongArguments;
        }

        await using SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions { History = true }, cancellationToken);
        CreateJobs(server);
        string? repository = PowerShellHost.RepositoryAbove(AppContext.BaseDirectory);
        PowerShellHost? powerShell = await PowerShellHost.FindAsync(repository, cancellationToken);
        if (powerShell is null)
        {
            Console.WriteLine($"The sandbox listens on {server.BaseUri}.");
            Console.WriteLine("There is no pwsh on PATH or in the .NET tool manifest, so the demo uses the .NET clients.");
            return await DemoThroughClients.RunAsync(server, Console.Out, cancellationToken);
        }

        // In the repository, this is the module that it built. An installed sandbox uses the module that PowerShell finds.
        string? module = repository is null ? null : Path.Combine(repository, "out", "JobStatus");
        if (!Directory.Exists(module))
        {
            module = await powerShell.HasModuleAsync("JobStatus", cancellationToken) ? "JobStatus" : null;
        }

        if (module is null)
        {
            Console.WriteLine($"The sandbox listens on {server.BaseUri}.");
            Console.WriteLine($"The module JobStatus is not installed in {powerShell.Origin}, so the demo uses the .NET clients.");
            return await DemoThroughClients.RunAsync(server, Console.Out, cancellationToken);
        }

        Console.WriteLine($"The sandbox listens on {server.BaseUri}. The demo runs in {powerShell.Origin}.");
        return await RunInPowerShellAsync(powerShell, server, module, cancellationToken);
    }

    private static void CreateJobs(SandboxServer server)
    {
        server.CreateJob(new NewJob
        {
            Service = SandboxService.Xplenty,
            Id = XplentyJobId,
            Name = "Nightly load",
            DurationSeconds = 4,
        });
        server.CreateJob(new NewJob
        {
            Service = SandboxService.Alma,
            Id = AlmaInstanceId,
            JobId = "M9000",
            Name = "Import of research assets",
            DurationSeconds = 7,
            Outcome = JobOutcome.Warning,
            Counters =
            [
                new JobCounter("assets.succeeded", "118", "Number of assets succeeded"),
                new JobCounter("assets.failed", "2", "Number of assets failed"),
            ],
        });
        server.CreateJob(new NewJob
        {
            Service = SandboxService.Alteryx,
            Id = AlteryxJobId,
            Name = "Weekly report",
            DurationSeconds = 10,
            Outcome = JobOutcome.Failed,
            Messages =
            [
                new JobMessage(1, "3 records were read from orders.csv", 1),
                new JobMessage(3, "The file customers.csv was not found.", 2),
            ],
        });
    }

    private static async Task<int> RunInPowerShellAsync(
        PowerShellHost powerShell, SandboxServer server, string module, CancellationToken cancellationToken)
    {
        string script = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.ps1");
        using (Stream resource = typeof(DemoCommand).Assembly.GetManifestResourceStream("demo.ps1")!)
        using (FileStream file = File.Create(script))
        {
            await resource.CopyToAsync(file, cancellationToken);
        }

        try
        {
            ProcessStartInfo start = powerShell.StartInfo(
                "-NoLogo", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", script);
            foreach (KeyValuePair<string, string> variable in server.EnvironmentVariables)
            {
                start.Environment[variable.Key] = variable.Value;
            }

            start.Environment["JOBSTATUS_DEMO_MODULE"] = module;
            using Process process = Process.Start(start)!;
            try
            {
                await process.WaitForExitAsync(cancellationToken);
                return process.ExitCode;
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
        }
        finally
        {
            File.Delete(script);
        }
    }
}
