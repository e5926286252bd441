using System.Management.Automation;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Lists the events of Alma job instances, such as rejected entries.</summary>
[Cmdlet(VerbsCommon.Get, "AlmaJobEvent", SupportsPaging = true, HelpUri = HelpPages.Root + "Get-AlmaJobEvent.md")]
[OutputType(typeof(AlmaJobEvent))]
public sealed class GetAlmaJobEventCommand : AlmaInstanceCommand
{
    private protected override void Process(string? jobId, string instanceId) =>
        ReadList<AlmaClient, AlmaJobEvent>(instanceId, (client, list, call) =>
            client.ListEventsAsync(jobId, instanceId, list.Range, list, call));
}
