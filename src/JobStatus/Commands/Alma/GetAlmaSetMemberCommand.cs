using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Gets the members of Alma sets.</summary>
[Cmdlet(VerbsCommon.Get, "AlmaSetMember", SupportsPaging = true, HelpUri = HelpPages.Root + "Get-AlmaSetMember.md")]
[OutputType(typeof(AlmaSetMember))]
public sealed class GetAlmaSetMemberCommand : AlmaSetCommand
{
    /// <summary>The ids of the sets.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AlmaSetCompleter))]
    [JobIdArgument(Service = "Alma", AcceptsSets = true)]
    [ValidateNotNullOrEmpty]
    public string[] SetId { get; set; } = [];

    /// <summary>Starts reading the members of each set.</summary>
    private protected override void ProcessItem()
    {
        foreach (string id in FindSetIds(SetId))
        {
            ReadList<AlmaClient, AlmaSetMember>(id, (client, list, call) => client.ListSetMembersAsync(id, list.Range, list, call));
        }
    }
}
