using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using JobStatus.Pipeline;

namespace JobStatus.Completion;

/// <summary>The base class of completers for names across all connections that are open.</summary>
internal abstract class RemoteNameCompleter : Completer
{
    protected sealed override IEnumerable<CompletionResult> Complete(CompletionRequest request)
    {
        string[] names = request.Values("Connection");
        var patterns = new NamePatterns(names.Length == 0 ? ["*"] : names);
        JobStatusConnection[] connections =
        [
            .. ConnectionStore.All()
                .Where(connection => request.Services.Contains(connection.Service) && patterns.IsMatch(connection.Name)),
        ];
        return DefinitionCompleter.CreateNameResults(request, connections.SelectMany(GetCandidates));
    }

    /// <summary>Returns the objects of a connection.</summary>
    protected abstract IReadOnlyList<CompletionCandidate> GetCandidates(JobStatusConnection connection);
}
