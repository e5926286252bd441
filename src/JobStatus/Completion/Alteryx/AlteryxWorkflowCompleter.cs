using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Alteryx;

namespace JobStatus.Completion;

/// <summary>Completes the ids of Alteryx workflows. The user can type the start of an id or a part of a name.</summary>
internal class AlteryxWorkflowCompleter : DefinitionCompleter
{
    public AlteryxWorkflowCompleter()
        : base("Alteryx")
    {
    }

    protected sealed override IReadOnlyList<CompletionCandidate> ReadDefinitions(JobStatusConnection connection) =>
        connection.ReadForCompletion<AlteryxClient, CompletionCandidate>("workflows", RequestAsync);

    private static async Task<IReadOnlyList<CompletionCandidate>> RequestAsync(AlteryxClient client, CallContext call) =>
        [.. (await client.GetWorkflowsAsync(name: null, call).ConfigureAwait(false))
            .Select(workflow => new CompletionCandidate(workflow.WorkflowId, workflow.Name))];
}
