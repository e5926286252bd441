using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace JobStatus;

/// <summary>Completes the name of a connection.</summary>
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
        return ConnectionStore.All()
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
