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
public sealed class GetAlteryxWorkflowCommand : ConnectedCommand
{
    /// <summary>Lists only workflows of these names, with wildcards.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(AlteryxWorkflowNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    private protected override string ServiceName => "Alteryx";

    /// <summary>Starts the read.</summary>
    protected override void ProcessRecord()
    {
        var names = new NamePatterns(Name);

        // One plain name is for the Server to find.
        string? plain = Name.Length == 1 && !WildcardPattern.ContainsWildcardCharacters(Name[0]) ? WildcardPattern.Unescape(Name[0]) : null;
        ReadList<AlteryxWorkflow>(plain, async (client, list, call) =>
        {
            IReadOnlyList<AlteryxWorkflow> all = await ((AlteryxClient)client).GetWorkflowsAsync(plain, call).ConfigureAwait(false);
            await list.WritePartAsync(all.Where(workflow => names.Match(workflow.Name)).ToArray()).ConfigureAwait(false);
        });
    }
}
