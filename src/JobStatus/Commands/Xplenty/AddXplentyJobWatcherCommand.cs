using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>
/// Adds you as a watcher of Xplenty jobs. Xplenty notifies watchers when a job completes, fails or is stopped.
/// </summary>
[Cmdlet(VerbsCommon.Add, "XplentyJobWatcher", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Add-XplentyJobWatcher.md")]
[OutputType(typeof(void))]
public sealed class AddXplentyJobWatcherCommand : XplentyJobCommand
{
    private protected override void Process(string id)
    {
        if (ShouldProcess($"Xplenty job {id}", "Watch"))
        {
            InvokeAction<XplentyClient>(id, (client, call) => client.AddWatcherAsync(id, call));
        }
    }
}
