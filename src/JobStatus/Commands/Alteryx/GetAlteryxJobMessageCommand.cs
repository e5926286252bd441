using System.Management.Automation;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Gets the messages of Alteryx Server jobs.</summary>
[Cmdlet(VerbsCommon.Get, "AlteryxJobMessage", HelpUri = HelpPages.Root + "Get-AlteryxJobMessage.md")]
[OutputType(typeof(AlteryxJobMessage))]
public sealed class GetAlteryxJobMessageCommand : AlteryxJobCommand
{
    private protected override void Process(string id) =>
        ReadAll<AlteryxClient, AlteryxJobMessage>(id, (client, call) => client.GetMessagesAsync(id, call));
}
