using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Pipeline;
using JobStatus.Services;

namespace JobStatus.Commands;

/// <summary>Stops jobs for a cmdlet. With -Wait, the cmdlet then waits until they have finished.</summary>
internal sealed class JobStops
{
    private readonly PSCmdlet _cmdlet;
    private readonly PipelinePump _pump;
    private readonly Action<RemoteJob> _write;
    private readonly RemoteWait? _wait;
    private readonly HashSet<(string Service, string Id, string? Connection)> _specified = [];

    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="pump">The pump of the cmdlet.</param>
    /// <param name="write">Writes a job that a service returns when it has accepted the request.</param>
    /// <param name="waits">True to wait until the jobs have finished, and to write them only then.</param>
    public JobStops(PSCmdlet cmdlet, PipelinePump pump, Action<RemoteJob> write, bool waits)
    {
        _cmdlet = cmdlet;
        _pump = pump;
        _write = write;
        _wait = waits ? RemoteWait.ForCmdlet(cmdlet, pump, failOnError: false, followRetry: false) : null;
    }

    /// <summary>Returns true if the job should be stopped: it was not specified before, and the user does not reject it.</summary>
    /// <param name="service">The service of the job.</param>
    /// <param name="id">The id of the job.</param>
    /// <param name="known">The job as it was read before, or null.</param>
    /// <param name="connection">The name of the job's connection, or null if it was not specified.</param>
    public bool IsConfirmed(string service, string id, RemoteJob? known, string? connection)
    {
        string name = DisplayText.OneLine(known?.Name) is { } text ? $" ({text})" : string.Empty;
        string through = connection is null ? string.Empty : $" through the connection '{connection}'";
        return _specified.Add((service, id.ToUpperInvariant(), connection?.ToUpperInvariant()))
            && _cmdlet.ShouldProcess($"{service} job {id}{name}{through}", "Stop");
    }

    /// <summary>Stops a job.</summary>
    /// <param name="client">The client of the job's connection.</param>
    /// <param name="id">The id of the job.</param>
    /// <param name="known">The job as it was read before, or null.</param>
    /// <param name="call">The context of the call.</param>
    public async Task StopAsync(JobServiceClient client, string id, RemoteJob? known, CallContext call)
    {
        RemoteJob? stopping = await client.StopAsync(id, call).ConfigureAwait(false);
        if (_wait is not null)
        {
            var job = new JobTarget(id, stopping ?? (known is { IsFinished: false } ? known : null), client);
            _pump.Post(() => _wait.Add(job));
        }
        else if (stopping is not null)
        {
            _write(stopping);
        }
    }

    /// <summary>Starts the wait if there is one. Called when all jobs have been requested to stop.</summary>
    /// <returns>False if there is nothing to wait for.</returns>
    public bool TryStartWait()
    {
        if (_wait is null or { IsEmpty: true })
        {
            return false;
        }

        _pump.Start(() => _wait.RunAsync(WaitParameters.Default, _pump.Stopping));
        return true;
    }
}
