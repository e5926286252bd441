using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Has you not told any more when Xplenty jobs complete, fail or are stopped.</summary>
[Cmdlet(VerbsCommon.Remove, "XplentyJobWatcher", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Remove-XplentyJobWatcher.md")]
[OutputType(typeof(void))]
public sealed class RemoveXplentyJobWatcherCommand : XplentyJobCommand
{
    private protected override void Process(string id)
    {
        if (ShouldProcess($"Xplenty job {id}", "Stop watching"))
        {
            Act(id, (client, call) => ((XplentyClient)client).RemoveWatcherAsync(id, call));
        }
    }
}
