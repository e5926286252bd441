using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>
/// Completes the names of connections, each name once. A command for one service gets only the connections to that service.
/// </summary>
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
            .GroupBy(static connection => connection.Name, StringComparer.OrdinalIgnoreCase)
            .Select(same => CompletionText.CreateResult(
                isPattern ? WildcardPattern.Escape(same.Key) : same.Key,
                same.Key,
                string.Join(", ", same
                    .OrderBy(static connection => connection.Service, StringComparer.Ordinal)
                    .Select(static connection => $"{connection.Service} at {connection.BaseUri}"))));
    }
}
