using System.Management.Automation;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Gets the messages of Alteryx Server jobs.</summary>
[Cmdlet(VerbsCommon.Get, "AlteryxJobMessage", HelpUri = HelpPages.Root + "Get-AlteryxJobMessage.md")]
[OutputType(typeof(AlteryxJobMessage))]
public sealed class GetAlteryxJobMessageCommand : AlteryxJobCommand
{
    private protected override void Process(string id) =>
        Read(id, async (client, call) => await ((AlteryxClient)client).GetMessagesAsync(id, call).ConfigureAwait(false), enumerate: true);
}
