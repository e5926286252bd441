using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the number of an Xplenty cluster from those that the jobs of this session ran on.</summary>
internal sealed class XplentyClusterCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request) =>
        (request.FindConnection("Xplenty", toAsk: false)?.Seen.Clusters.All() ?? []).Where(request.Means).Select(CompletionText.OfferId);
}
