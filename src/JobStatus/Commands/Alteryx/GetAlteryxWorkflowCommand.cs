using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Gets the workflows on an Alteryx Server by id, or lists them.</summary>
[Cmdlet(
    VerbsCommon.Get,
    "AlteryxWorkflow",
    DefaultParameterSetName = ByList,
    SupportsPaging = true,
    HelpUri = HelpPages.Root + "Get-AlteryxWorkflow.md")]
[OutputType(typeof(AlteryxWorkflow))]
public sealed class GetAlteryxWorkflowCommand : ItemCommand
{
    private const string ById = "WorkflowId";
    private const string ByList = "List";

    /// <summary>The ids of the workflows. Only workflows that are read by id contain their versions.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(AlteryxWorkflowCompleter))]
    [Alias("Id")]
    [JobIdArgument(Service = "Alteryx", AcceptsDefinitions = true)]
    [ValidateNotNullOrEmpty]
    public string[] WorkflowId { get; set; } = [];

    /// <summary>Lists only workflows with these names. Wildcards are supported.</summary>
    [Parameter(Position = 0, ParameterSetName = ByList)]
    [ArgumentCompleter(typeof(AlteryxWorkflowNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    private protected override string ServiceName => "Alteryx";

    /// <summary>Starts reading the workflows.</summary>
    private protected override void ProcessItem()
    {
        if (ParameterSetName == ByList)
        {
            List();
            return;
        }

        foreach (string id in FindDefinitionIds(WorkflowId))
        {
            Read<AlteryxClient, AlteryxWorkflow>(id, (client, call) => client.GetWorkflowAsync(id, call));
        }
    }

    private void List()
    {
        var names = new NamePatterns(Name);

        // The Server can filter by a single name without wildcards.
        string? exactName = Name.Length == 1 && !WildcardPattern.ContainsWildcardCharacters(Name[0])
            ? WildcardPattern.Unescape(Name[0])
            : null;
        ReadWholeList<AlteryxClient, AlteryxWorkflow>(exactName, async (client, call) =>
        {
            IReadOnlyList<AlteryxWorkflow> all = await client.GetWorkflowsAsync(exactName, call).ConfigureAwait(false);
            return [.. all.Where(workflow => names.IsMatch(workflow.Name))];
        });
    }
}
