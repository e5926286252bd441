using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Lists the workflows on an Alteryx Server.</summary>
[Cmdlet(VerbsCommon.Get, "AlteryxWorkflow", SupportsPaging = true, HelpUri = HelpPages.Root + "Get-AlteryxWorkflow.md")]
[OutputType(typeof(AlteryxWorkflow))]
public sealed class GetAlteryxWorkflowCommand : ClientCommand
{
    /// <summary>Lists only workflows with these names. Wildcards are supported.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(AlteryxWorkflowNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    private protected override string ServiceName => "Alteryx";

    /// <summary>Starts reading the list.</summary>
    protected override void ProcessRecord()
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
