using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>
/// Completes the id of a run from those that this session has seen, the newest first. What is stopped must not have
/// ended; what is waited for or watched had better not.
/// </summary>
internal sealed class RunCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request)
    {
        IEnumerable<Choice> runs = request.Services.SelectMany(service => SeenOf(service, request)).Where(request.Means);
        if (request.Value("JobId") is { } work && request.Parameter == "InstanceId")
        {
            runs = runs.Where(run => run.WorkId is null || string.Equals(run.WorkId, work, StringComparison.OrdinalIgnoreCase));
        }

        return (request.Command.Split('-')[0].ToUpperInvariant() switch
        {
            "STOP" => runs.Where(run => !run.IsFinished),
            "WAIT" or "ADD" => runs.OrderBy(run => run.IsFinished),
            _ => runs,
        }).Select(CompletionText.OfferId);
    }

    // A run that came through no connection can be of any tenant: it is left out where one is named.
    private static IEnumerable<Choice> SeenOf(string service, CompletionRequest request)
    {
        Choice[] own = request.FindConnection(service, toAsk: false)?.Seen.Runs.All() ?? [];
        return request.NamesConnection
            ? own
            : own.Concat(SeenInSession.OfNoConnection(service).Runs.All().Where(run => !own.Any(other => other.Id == run.Id)));
    }
}
