using System.Collections.Generic;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the names of Alma jobs.</summary>
internal sealed class AlmaJobNameCompleter : AlmaJobCompleter
{
    protected override IEnumerable<CompletionResult> CreateResults(
        CompletionRequest request,
        IEnumerable<CompletionCandidate> candidates) =>
        CreateNameResults(request, candidates);
}
