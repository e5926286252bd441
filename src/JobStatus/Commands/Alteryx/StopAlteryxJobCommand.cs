using System.Management.Automation;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Cancels Alteryx Server jobs. Only newer versions of the Server support this.</summary>
[Cmdlet(VerbsLifecycle.Stop, "AlteryxJob", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Stop-AlteryxJob.md")]
[OutputType(typeof(void))]
public sealed class StopAlteryxJobCommand : AlteryxJobCommand
{
    private protected override void Process(string id)
    {
        if (ShouldProcess($"Alteryx job {id}", "Stop"))
        {
            InvokeAction<AlteryxClient>(id, (client, call) => client.StopJobAsync(id, call));
        }
    }
}
