using System.Collections.Generic;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the names of Xplenty schedules.</summary>
internal sealed class XplentyScheduleNameCompleter : XplentyScheduleCompleter
{
    protected override IEnumerable<CompletionResult> CreateResults(
        CompletionRequest request,
        IEnumerable<CompletionCandidate> candidates) =>
        CreateNameResults(request, candidates);
}
