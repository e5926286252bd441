using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Deletes Alma sets. The records in them are not deleted.</summary>
[Cmdlet(VerbsCommon.Remove, "AlmaSet", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Remove-AlmaSet.md")]
[OutputType(typeof(void))]
public sealed class RemoveAlmaSetCommand : AlmaSetCommand
{
    /// <summary>The ids of the sets.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AlmaSetCompleter))]
    [JobIdArgument(Service = "Alma", AcceptsSets = true)]
    [ValidateNotNullOrEmpty]
    public string[] SetId { get; set; } = [];

    /// <summary>Deletes each set.</summary>
    private protected override void ProcessItem()
    {
        foreach (string id in FindSetIds(SetId))
        {
            string target = PipedObject is AlmaSet { SetId: var pipedId } piped && pipedId == id ? $"Alma set {piped}" : $"Alma set {id}";
            if (ShouldProcess(target, "Delete"))
            {
                InvokeAction<AlmaClient>(id, (client, call) => client.DeleteSetAsync(id, call));
            }
        }
    }
}
