using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using JobStatus.Commands;

namespace JobStatus.Completion;

/// <summary>Completes the clusters that a job can be started on. A new cluster, which costs money, comes last.</summary>
internal sealed class XplentyJobClusterCompleter : XplentyClusterCompleter
{
    protected override IEnumerable<CompletionResult> CreateResults(
        CompletionRequest request,
        IEnumerable<CompletionCandidate> candidates)
    {
        string name = StartXplentyJobCommand.NewCluster;
        IEnumerable<CompletionResult> clusters = base.CreateResults(request, candidates);
        return request.MatchesPrefix(name)
            ? clusters.Concat([CompletionText.CreateResult(name, name, "Creates a cluster that ends with the job")])
            : clusters;
    }
}
