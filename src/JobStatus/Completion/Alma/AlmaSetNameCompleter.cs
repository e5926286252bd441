using System.Collections.Generic;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the names of Alma sets.</summary>
internal sealed class AlmaSetNameCompleter : AlmaSetCompleter
{
    protected override IEnumerable<CompletionResult> CreateResults(
        CompletionRequest request,
        IEnumerable<CompletionCandidate> candidates) =>
        DefinitionCompleter.CreateNameResults(request, candidates);
}
