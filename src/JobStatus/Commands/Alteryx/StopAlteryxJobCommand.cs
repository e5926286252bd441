using System.Management.Automation;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Cancels Alteryx Server jobs. Only later versions of the Server can.</summary>
[Cmdlet(VerbsLifecycle.Stop, "AlteryxJob", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Stop-AlteryxJob.md")]
[OutputType(typeof(void))]
public sealed class StopAlteryxJobCommand : AlteryxJobCommand
{
    private protected override void Process(string id)
    {
        if (ShouldProcess($"Alteryx job {id}", "Stop"))
        {
            Act(id, (client, call) => ((AlteryxClient)client).StopJobAsync(id, call));
        }
    }
}
