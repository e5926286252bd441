using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the names of connections. A command for one service gets only the connections to that service.</summary>
internal sealed class ConnectionCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request)
    {
        // A Connect cmdlet can replace any connection except the one from the environment variables.
        bool isNew = request.Command.StartsWith("Connect-", StringComparison.OrdinalIgnoreCase);
        bool isPattern = request.Parameter == "Name" && !isNew;
        return ConnectionStore.All()
            .Where(connection =>
                request.Services.Contains(connection.Service)
                && request.MatchesPrefix(connection.Name)
                && CompletionText.IsSafe(connection.Name))
            .Where(connection => !isNew || connection.Name != ConnectionStore.EnvironmentName)
            .Select(connection => CompletionText.CreateResult(
                isPattern ? WildcardPattern.Escape(connection.Name) : connection.Name,
                connection.Name,
                $"{connection.Service} at {connection.BaseUri}"));
    }
}
