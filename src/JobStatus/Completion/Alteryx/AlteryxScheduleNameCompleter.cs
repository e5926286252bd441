using System.Collections.Generic;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the names of Alteryx schedules.</summary>
internal sealed class AlteryxScheduleNameCompleter : AlteryxScheduleCompleter
{
    protected override IEnumerable<CompletionResult> CreateResults(
        CompletionRequest request,
        IEnumerable<CompletionCandidate> candidates) =>
        DefinitionCompleter.CreateNameResults(request, candidates);
}
