using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the name of a connection: where a command is about one service, of those to that service.</summary>
internal sealed class ConnectionCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request)
    {
        // Who connects takes the place of a connection, but never of the environment variables.
        bool isNew = request.Command.StartsWith("Connect-", StringComparison.OrdinalIgnoreCase);
        bool isPattern = request.Parameter == "Name" && !isNew;
        return ConnectionStore.All()
            .Where(connection => request.Services.Contains(connection.Service) && request.Starts(connection.Name) && CompletionText.IsPlain(connection.Name))
            .Where(connection => !isNew || connection.Name != ConnectionStore.EnvironmentName)
            .Select(connection => CompletionText.Offer(
                isPattern ? WildcardPattern.Escape(connection.Name) : connection.Name,
                connection.Name,
                $"{connection.Service} at {connection.BaseUri}"));
    }
}
