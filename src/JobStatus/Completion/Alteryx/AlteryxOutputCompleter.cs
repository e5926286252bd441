using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the outputs of an Alteryx job: their file names, or their ids if they have no file name.</summary>
internal sealed class AlteryxOutputCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request) =>
        AlteryxOutputs.Get(request)
            .Select(output => (Name: CompletionText.IsSafe(output.FileName) ? output.FileName : output.Id, output.AvailableFormats))
            .Where(output => CompletionText.IsSafe(output.Name) && request.MatchesPrefix(output.Name!))
            .GroupBy(output => output.Name!, StringComparer.OrdinalIgnoreCase)
            .Select(group => CompletionText.CreateResult(
                WildcardPattern.Escape(group.Key),
                group.Key,
                string.Join(", ", group.First().AvailableFormats)));
}
