using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes an output of an Alteryx job by its file name, or by its id where it has none.</summary>
internal sealed class AlteryxOutputCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request) =>
        AlteryxOutputs.Of(request)
            .Select(output => (Name: CompletionText.IsPlain(output.FileName) ? output.FileName : output.Id, output.AvailableFormats))
            .Where(output => CompletionText.IsPlain(output.Name) && request.Starts(output.Name!))
            .GroupBy(output => output.Name!, StringComparer.OrdinalIgnoreCase)
            .Select(same => CompletionText.Offer(WildcardPattern.Escape(same.Key), same.Key, string.Join(", ", same.First().AvailableFormats)));
}
