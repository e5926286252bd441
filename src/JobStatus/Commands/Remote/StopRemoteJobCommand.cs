using System.Management.Automation;
using JobStatus.Pipeline;
using JobStatus.Rehydration;
using JobStatus.Services;

namespace JobStatus.Commands;

/// <summary>Stops jobs of several services. Alma has no call that stops a job.</summary>
[Cmdlet(
    VerbsLifecycle.Stop,
    "RemoteJob",
    DefaultParameterSetName = ByJob,
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Root + "Stop-RemoteJob.md")]
[OutputType(typeof(XplentyJob), typeof(AlteryxJob))]
public sealed class StopRemoteJobCommand : RemoteJobCommand
{
    private readonly InputPace _pace = new();
    private JobStops? _stops;

    /// <summary>Waits until the jobs have stopped, and returns them.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Requests the jobs to stop.</summary>
    protected override void ProcessRecord()
    {
        bool isNextItemLater = _pace.IsItemSlow();
        base.ProcessRecord();
        if (isNextItemLater && MyInvocation.ExpectingInput)
        {
            Pump.FinishWork();
        }

        _pace.OnItemProcessed();
    }

    /// <summary>Waits for the jobs if -Wait was specified.</summary>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_stops?.TryStartWait() == true)
        {
            base.EndProcessing();
        }
    }

    private protected override void Process(RemoteJob job)
    {
        if (job is InvalidJobArgument invalid)
        {
            WriteError(invalid.ToErrorRecord());
            return;
        }

        try
        {
            ConnectionReference? reference = job.Connection is { } name ? new ConnectionReference(name) : null;
            Stop(ConnectionStore.Find(job.Service, reference).Client, job.Id, job);
        }
        catch (JobServiceException exception)
        {
            WriteError(ErrorRecords.From(exception, job));
        }
    }

    private protected override void Process(string idOrLink, ConnectionReference? connection)
    {
        JobServiceClient client = ConnectionStore.Find(Service, connection).Client;
        try
        {
            Stop(client, client.GetRunId(idOrLink), known: null);
        }
        catch (JobServiceException exception)
        {
            WriteError(ErrorRecords.From(exception, idOrLink));
        }
    }

    private void Stop(JobServiceClient client, string id, RemoteJob? known)
    {
        _stops ??= new JobStops(this, Pump, job => PostObject(job), Wait);
        if (!IsRejected(client) && (!client.CanStopJobs || _stops.IsConfirmed(client.Service, id, known, client.Name)))
        {
            Start(client, known ?? (object)id, call => _stops.StopAsync(client, id, known, call));
        }
    }
}
