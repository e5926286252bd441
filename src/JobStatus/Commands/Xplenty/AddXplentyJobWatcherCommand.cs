using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Has you told when Xplenty jobs complete, fail or are stopped.</summary>
[Cmdlet(VerbsCommon.Add, "XplentyJobWatcher", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Add-XplentyJobWatcher.md")]
[OutputType(typeof(void))]
public sealed class AddXplentyJobWatcherCommand : XplentyJobCommand
{
    private protected override void Process(string id)
    {
        if (ShouldProcess($"Xplenty job {id}", "Watch"))
        {
            Act(id, (client, call) => ((XplentyClient)client).AddWatcherAsync(id, call));
        }
    }
}
