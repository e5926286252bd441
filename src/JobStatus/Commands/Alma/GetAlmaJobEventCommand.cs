using System.Management.Automation;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Lists what runs of Alma jobs rejected or remarked on.</summary>
[Cmdlet(VerbsCommon.Get, "AlmaJobEvent", SupportsPaging = true, HelpUri = HelpPages.Root + "Get-AlmaJobEvent.md")]
[OutputType(typeof(AlmaJobEvent))]
public sealed class GetAlmaJobEventCommand : AlmaInstanceCommand
{
    private protected override void Process(string? jobId, string instanceId) =>
        ReadList<AlmaJobEvent>(instanceId, (client, list, call) => ((AlmaClient)client).ListEventsAsync(jobId, instanceId, list.Range, list, call));
}
