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

    protected sealed override async Task<IReadOnlyList<CompletionCandidate>> RequestAsync(JobServiceClient client, CallContext call) =>
        [.. (await ((AlteryxClient)client).GetWorkflowsAsync(name: null, call).ConfigureAwait(false))
            .Select(workflow => new CompletionCandidate(workflow.WorkflowId, workflow.Name))];
}
