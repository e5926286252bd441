using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Stops Xplenty jobs. Xplenty accepts the request at once, but a job stops some time later.</summary>
[Cmdlet(VerbsLifecycle.Stop, "XplentyJob", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Stop-XplentyJob.md")]
[OutputType(typeof(XplentyJob))]
public sealed class StopXplentyJobCommand : XplentyJobCommand
{
    private JobStops? _stops;

    /// <summary>Waits until the jobs have stopped before returning them.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Waits for the jobs if -Wait was specified.</summary>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_stops?.TryStartWait() == true)
        {
            base.EndProcessing();
        }
    }

    private protected override void Process(string id)
    {
        _stops ??= new JobStops(this, Pump, job => PostObject(job), Wait);
        if (_stops.IsConfirmed(ServiceName, id, PipedObject as XplentyJob, Connection?.Name))
        {
            InvokeAction<XplentyClient>(id, (client, call) => _stops.StopAsync(client, id, known: null, call));
        }
    }
}
