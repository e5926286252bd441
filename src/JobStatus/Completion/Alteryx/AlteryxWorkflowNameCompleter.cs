using System.Collections.Generic;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the name of a workflow on an Alteryx Server.</summary>
internal sealed class AlteryxWorkflowNameCompleter : AlteryxWorkflowCompleter
{
    protected override IEnumerable<CompletionResult> Offer(CompletionRequest request, IEnumerable<Choice> choices) => OfferNames(request, choices);
}
