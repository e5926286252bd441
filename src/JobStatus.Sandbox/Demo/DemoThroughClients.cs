using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Waiting;

namespace JobStatus.Sandbox.Demo;

/// <summary>
/// The demo without PowerShell. It reads the jobs and waits for them with the .NET clients that the cmdlets use.
/// </summary>
internal sealed class DemoThroughClients : IWaitObserver
{
    private readonly TextWriter _output;

    private DemoThroughClients(TextWriter output)
    {
        _output = output;
    }

    public static async Task<int> RunAsync(SandboxServer server, TextWriter output, CancellationToken cancellationToken)
    {
        JobTarget[] jobs =
        [
            new(DemoCommand.AlmaInstanceId, reader: OpenClient(server, "Alma")),
            new(DemoCommand.XplentyJobId, reader: OpenClient(server, "Xplenty")),
            new(DemoCommand.AlteryxJobId, reader: OpenClient(server, "Alteryx")),
        ];
        DemoThroughClients demo = new(output);
        WaitOptions options = new() { Timeout = TimeSpan.FromMinutes(5) };
        await JobWaiter.WaitAsync(jobs, options, demo, new CallContext(cancellationToken));
        return 0;
    }

    public void OnFinished(RemoteJob job) => Report("finished", job);

    public void OnStatusChanged(RemoteJob job, RemoteJob? before)
    {
        if (!job.IsFinished)
        {
            Report(before is null ? "read" : "changed", job);
        }
    }

    public void OnAbandoned(JobTarget target, JobServiceException error) =>
        _output.WriteLine($"stopped waiting for {target.Id}: {error.Message}");

    public void OnProgress(WaitProgress progress)
    {
        // The lines for each job are sufficient.
    }

    public void OnWarning(string message) => _output.WriteLine(message);

    private static JobServiceClient OpenClient(SandboxServer server, string service) =>
        JobServices.Find(service)!.OpenFromEnvironment(
            "demo", name => server.EnvironmentVariables.GetValueOrDefault(name))!;

    private void Report(string change, RemoteJob job) =>
        _output.WriteLine($"{change,-8}  {job.Service,-7}  {job.Id,-24}  {job.State,-21}  {job.Message ?? job.Name}".TrimEnd());
}
