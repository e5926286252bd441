using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the types of the members of Alma sets. Alma has more types than this list.</summary>
internal sealed class AlmaContentCompleter : Completer
{
    private static readonly string[] Contents = ["BIB_MMS", "ITEM", "USER"];

    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request) =>
        Contents.Where(request.MatchesPrefix).Select(content => CompletionText.CreateResult(content));
}
