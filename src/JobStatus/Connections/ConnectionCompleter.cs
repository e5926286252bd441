using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace JobStatus;

/// <summary>Completes the name of a connection: where a command is about one service, of those to that service.</summary>
internal sealed class ConnectionCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string start = wordToComplete.Trim('\'', '"');

        // The cmdlets of a service have its name in theirs.
        string about = fakeBoundParameters["Service"] as string ?? commandName;
        IReadOnlyList<JobStatusConnection> all = ConnectionStore.All();
        List<JobStatusConnection> ofService = all.Where(connection => about.IndexOf(connection.Service, StringComparison.OrdinalIgnoreCase) >= 0).ToList();
        return (ofService.Count > 0 ? ofService : all)
            .Where(connection => connection.Name.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(connection => new CompletionResult(
                Quote(connection.Name),
                connection.Name,
                CompletionResultType.ParameterValue,
                $"{connection.Service} at {connection.BaseUri}"));
    }

    private static string Quote(string name) =>
        name.All(char.IsLetterOrDigit) ? name : "'" + CodeGeneration.EscapeSingleQuotedStringContent(name) + "'";
}
