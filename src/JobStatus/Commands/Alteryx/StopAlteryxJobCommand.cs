using System.Management.Automation;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Cancels Alteryx Server jobs. Only newer versions of the Server support this.</summary>
[Cmdlet(VerbsLifecycle.Stop, "AlteryxJob", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Stop-AlteryxJob.md")]
[OutputType(typeof(AlteryxJob))]
public sealed class StopAlteryxJobCommand : AlteryxJobCommand
{
    private JobStops? _stops;

    /// <summary>Waits until the jobs have stopped, and returns them.</summary>
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
        var known = PipedObject as AlteryxJob;
        if (_stops.IsConfirmed(ServiceName, id, known, Connection?.Name))
        {
            InvokeAction<AlteryxClient>(id, (client, call) => _stops.StopAsync(client, id, known, call));
        }
    }
}
