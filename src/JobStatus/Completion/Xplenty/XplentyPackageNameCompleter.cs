using System.Collections.Generic;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the names of active Xplenty packages.</summary>
internal sealed class XplentyPackageNameCompleter : XplentyPackageCompleter
{
    protected override IEnumerable<CompletionResult> CreateResults(
        CompletionRequest request,
        IEnumerable<CompletionCandidate> candidates) =>
        CreateNameResults(request, candidates);
}
