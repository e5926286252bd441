using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace JobStatus.Completion;

/// <summary>
/// The base class of all completers. A completion never fails: if something is wrong, it offers nothing, and the
/// command itself reports the error later.
/// </summary>
internal abstract class Completer : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        try
        {
            return Complete(new CompletionRequest(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters)).ToArray();
        }
        catch (Exception)
        {
            return [];
        }
    }

    protected abstract IEnumerable<CompletionResult> Complete(CompletionRequest request);
}
