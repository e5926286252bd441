using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the areas that Alma's jobs belong to.</summary>
internal sealed class AlmaCategoryCompleter : AlmaJobCompleter
{
    protected override IEnumerable<CompletionResult> Offer(CompletionRequest request, IEnumerable<Choice> choices) =>
        choices
            .Select(choice => choice.Category)
            .OfType<AlmaCodedValue>()
            .Where(category => CompletionText.IsPlain(category.Value) && request.Starts(category.Value!))
            .Distinct()
            .OrderBy(category => category.Value, StringComparer.Ordinal)
            .Select(category => CompletionText.Offer(category.Value!, toolTip: category.ToString()));
}
