using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Completes the name of a service.</summary>
internal sealed class ServiceCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request) =>
        CompletionRequest.AllServices.Where(request.MatchesPrefix).Select(service => CompletionText.CreateResult(service));
}
