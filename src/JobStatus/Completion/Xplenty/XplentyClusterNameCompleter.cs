using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the names of Xplenty clusters that this session has seen.</summary>
internal sealed class XplentyClusterNameCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request) =>
        (request.FindConnection("Xplenty", mayOpen: false)?.History.Clusters.ToArray() ?? [])
            .Where(cluster => cluster.Name is { } name && request.MatchesPrefix(name) && CompletionText.IsSafe(name))
            .Select(cluster => CompletionText.CreateResult(WildcardPattern.Escape(cluster.Name!), cluster.Name!, cluster.Id));
}
