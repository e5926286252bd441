using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Gets the logs of Xplenty jobs.</summary>
[Cmdlet(VerbsCommon.Get, "XplentyJobLog", HelpUri = HelpPages.Root + "Get-XplentyJobLog.md")]
[OutputType(typeof(XplentyJobLog))]
public sealed class GetXplentyJobLogCommand : XplentyJobCommand
{
    private protected override void Process(string id) =>
        Read<XplentyClient, XplentyJobLog>(id, (client, call) => client.GetLogAsync(id, call));
}
