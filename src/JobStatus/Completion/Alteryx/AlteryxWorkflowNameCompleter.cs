using System.Collections.Generic;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the names of Alteryx workflows.</summary>
internal sealed class AlteryxWorkflowNameCompleter : AlteryxWorkflowCompleter
{
    protected override IEnumerable<CompletionResult> CreateResults(
        CompletionRequest request,
        IEnumerable<CompletionCandidate> candidates) =>
        CreateNameResults(request, candidates);
}
