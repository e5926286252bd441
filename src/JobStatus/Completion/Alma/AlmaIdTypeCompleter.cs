using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the types of ids of set members. The types for users depend on the institution.</summary>
internal sealed class AlmaIdTypeCompleter : Completer
{
    private static readonly string[] IdTypes = ["BARCODE", "SYSTEM_NUMBER", "OCLC_NUMBER", "ISBN", "ISSN"];

    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request) =>
        IdTypes.Where(request.MatchesPrefix).Select(idType => CompletionText.CreateResult(idType));
}
