using System.Collections.Generic;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the name of an Alma job.</summary>
internal sealed class AlmaJobNameCompleter : AlmaJobCompleter
{
    protected override IEnumerable<CompletionResult> Offer(CompletionRequest request, IEnumerable<Choice> choices) => OfferNames(request, choices);
}
