using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Gets the questions that Alteryx workflows ask before they run.</summary>
[Cmdlet(VerbsCommon.Get, "AlteryxWorkflowQuestion", HelpUri = HelpPages.Root + "Get-AlteryxWorkflowQuestion.md")]
[OutputType(typeof(AlteryxWorkflowQuestion))]
public sealed class GetAlteryxWorkflowQuestionCommand : ItemCommand
{
    /// <summary>The ids of the workflows.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AlteryxWorkflowCompleter))]
    [JobIdArgument(Service = "Alteryx", AcceptsDefinitions = true)]
    [ValidateNotNullOrEmpty]
    public string[] WorkflowId { get; set; } = [];

    private protected override string ServiceName => "Alteryx";

    /// <summary>Starts reading the questions.</summary>
    private protected override void ProcessItem()
    {
        foreach (string id in FindDefinitionIds(WorkflowId))
        {
            ReadAll<AlteryxClient, AlteryxWorkflowQuestion>(id, (client, call) => client.GetQuestionsAsync(id, call));
        }
    }
}
