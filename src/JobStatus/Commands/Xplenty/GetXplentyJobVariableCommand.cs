using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Gets the variables that Xplenty jobs ran with.</summary>
[Cmdlet(VerbsCommon.Get, "XplentyJobVariable", HelpUri = HelpPages.Root + "Get-XplentyJobVariable.md")]
[OutputType(typeof(XplentyJobVariable))]
public sealed class GetXplentyJobVariableCommand : XplentyJobCommand
{
    private protected override void Process(string id) =>
        ReadAll<XplentyClient, XplentyJobVariable>(id, (client, call) => client.GetVariablesAsync(id, call));
}
