using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Removes you as a watcher of Xplenty jobs, so that Xplenty no longer notifies you about them.</summary>
[Cmdlet(VerbsCommon.Remove, "XplentyJobWatcher", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Remove-XplentyJobWatcher.md")]
[OutputType(typeof(void))]
public sealed class RemoveXplentyJobWatcherCommand : XplentyJobCommand
{
    private protected override void Process(string id)
    {
        if (ShouldProcess($"Xplenty job {id}", "Stop watching"))
        {
            InvokeAction<XplentyClient>(id, (client, call) => client.RemoveWatcherAsync(id, call));
        }
    }
}
