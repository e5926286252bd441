using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Gets the variables that Xplenty jobs ran with.</summary>
[Cmdlet(VerbsCommon.Get, "XplentyJobVariable", HelpUri = HelpPages.Root + "Get-XplentyJobVariable.md")]
[OutputType(typeof(XplentyJobVariable))]
public sealed class GetXplentyJobVariableCommand : XplentyJobCommand
{
    private protected override void Process(string id) =>
        Read(id, async (client, call) => await ((XplentyClient)client).GetVariablesAsync(id, call).ConfigureAwait(false), enumerate: true);
}
