using System.Collections.Generic;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the names of Xplenty clusters.</summary>
internal sealed class XplentyClusterNameCompleter : XplentyClusterCompleter
{
    protected override IEnumerable<CompletionResult> CreateResults(
        CompletionRequest request,
        IEnumerable<CompletionCandidate> candidates) =>
        CreateNameResults(request, candidates);
}
