using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the name of a connection: where a command is about one service, of those to that service.</summary>
internal sealed class ConnectionCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request)
    {
        // A -Name takes wildcards, a -Connection does not.
        bool isPattern = request.Parameter == "Name";
        return ConnectionStore.All()
            .Where(connection => request.Services.Contains(connection.Service) && request.Starts(connection.Name) && CompletionText.IsPlain(connection.Name))
            .Select(connection => CompletionText.Offer(
                isPattern ? WildcardPattern.Escape(connection.Name) : connection.Name,
                connection.Name,
                $"{connection.Service} at {connection.BaseUri}"));
    }
}
