using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Gets the watchers of Xplenty jobs.</summary>
[Cmdlet(VerbsCommon.Get, "XplentyJobWatcher", HelpUri = HelpPages.Root + "Get-XplentyJobWatcher.md")]
[OutputType(typeof(XplentyJobWatcher))]
public sealed class GetXplentyJobWatcherCommand : XplentyJobCommand
{
    private protected override void Process(string id) =>
        ReadAll<XplentyClient, XplentyJobWatcher>(id, (client, call) => client.GetWatchersAsync(id, call));
}
