using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the categories of Alma jobs.</summary>
internal sealed class AlmaCategoryCompleter : AlmaJobCompleter
{
    protected override IEnumerable<CompletionResult> CreateResults(
        CompletionRequest request,
        IEnumerable<CompletionCandidate> candidates) =>
        candidates
            .Select(candidate => candidate.Category)
            .OfType<AlmaCodedValue>()
            .Where(category => CompletionText.IsSafe(category.Value) && request.MatchesPrefix(category.Value!))
            .Distinct()
            .OrderBy(category => category.Value, StringComparer.Ordinal)
            .Select(category => CompletionText.CreateResult(category.Value!, toolTip: category.ToString()));
}
