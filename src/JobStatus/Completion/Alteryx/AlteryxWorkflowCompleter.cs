using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Alteryx;

namespace JobStatus.Completion;

/// <summary>Completes the id of a workflow on an Alteryx Server by its id or its name.</summary>
internal class AlteryxWorkflowCompleter : WorkCompleter
{
    public AlteryxWorkflowCompleter()
        : base("Alteryx")
    {
    }

    protected sealed override async Task<IReadOnlyList<Choice>> AskAsync(JobServiceClient client, CallContext call) =>
        [.. (await ((AlteryxClient)client).GetWorkflowsAsync(name: null, call).ConfigureAwait(false))
            .Select(workflow => new Choice(workflow.WorkflowId, workflow.Name))];
}
