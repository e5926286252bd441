using System.Management.Automation;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Lists the records that Alma import jobs matched.</summary>
[Cmdlet(VerbsCommon.Get, "AlmaJobMatch", SupportsPaging = true, HelpUri = HelpPages.Root + "Get-AlmaJobMatch.md")]
[OutputType(typeof(AlmaJobMatch))]
public sealed class GetAlmaJobMatchCommand : AlmaInstanceCommand
{
    /// <summary>The kind of matches to list: SINGLE_MATCHES (the default) or MULTI_MATCHES.</summary>
    [Parameter]
    [ValidateSet("SINGLE_MATCHES", "MULTI_MATCHES")]
    public string Population { get; set; } = "SINGLE_MATCHES";

    private protected override void Process(string? jobId, string instanceId) =>
        ReadList<AlmaClient, AlmaJobMatch>(instanceId, (client, list, call) =>
            client.ListMatchesAsync(jobId, instanceId, Population.ToUpperInvariant(), list.Range, list, call));
}
