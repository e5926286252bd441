using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using JobStatus.Services;

namespace JobStatus;

/// <summary>Completes the name of a service.</summary>
internal sealed class ServiceCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        JobServices.All
            .Where(service => service.Name.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase))
            .Select(service => new CompletionResult(service.Name));
}
