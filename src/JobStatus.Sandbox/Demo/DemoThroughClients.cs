using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Waiting;

namespace JobStatus.Sandbox.Demo;

/// <summary>The demo where there is no PowerShell: the clients under the cmdlets read the jobs and wait for them.</summary>
internal sealed class DemoThroughClients : IWaitObserver
{
    private readonly TextWriter _output;

    private DemoThroughClients(TextWriter output)
    {
        _output = output;
    }

    public static async Task<int> RunAsync(SandboxServer server, TextWriter output, CancellationToken cancellationToken)
    {
        JobToWaitFor[] jobs =
        [
            new(Open(server, "Alma"), new JobTarget(DemoCommand.AlmaInstanceId)),
            new(Open(server, "Xplenty"), new JobTarget(DemoCommand.XplentyJobId)),
            new(Open(server, "Alteryx"), new JobTarget(DemoCommand.AlteryxJobId)),
        ];
        DemoThroughClients story = new(output);
        await JobWaiter.WaitAsync(jobs, new WaitOptions { Timeout = TimeSpan.FromMinutes(5) }, story, new CallContext(cancellationToken));
        return 0;
    }

    public void OnFinished(RemoteJob job) => Tell("finished", job);

    public void OnStatusChanged(RemoteJob job, RemoteJob? before)
    {
        if (!job.IsFinished)
        {
            Tell(before is null ? "read" : "changed", job);
        }
    }

    public void OnGivenUp(JobTarget target, JobServiceException error) => _output.WriteLine($"gave up {target.Id}: {error.Message}");

    public void OnProgress(WaitProgress progress)
    {
        // The lines about each job tell enough.
    }

    public void OnWarning(string message) => _output.WriteLine(message);

    private static JobServiceClient Open(SandboxServer server, string service) =>
        JobServices.Find(service)!.OpenFromEnvironment("demo", name => server.EnvironmentVariables.GetValueOrDefault(name))!;

    private void Tell(string what, RemoteJob job) =>
        _output.WriteLine($"{what,-8}  {job.Service,-7}  {job.Id,-24}  {job.State,-21}  {job.Message ?? job.Name}".TrimEnd());
}
