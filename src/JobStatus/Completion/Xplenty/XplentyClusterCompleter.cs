using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the ids of Xplenty clusters that jobs in this session ran on.</summary>
internal sealed class XplentyClusterCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request) =>
        (request.FindConnection("Xplenty", mayOpen: false)?.History.Clusters.ToArray() ?? [])
            .Where(request.Matches)
            .Select(CompletionText.CreateIdResult);
}
