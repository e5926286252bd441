using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>
/// Completes the ids of runs that were used in this session, newest first. Stop cmdlets get only unfinished runs.
/// Cmdlets that wait for or watch a run get unfinished runs first.
/// </summary>
internal sealed class RunCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request)
    {
        IEnumerable<CompletionCandidate> runs =
            request.Services.SelectMany(service => GetRecentRuns(service, request)).Where(request.Matches);
        if (request.Value("JobId") is { } definitionId && request.Parameter == "InstanceId")
        {
            runs = runs.Where(run =>
                run.DefinitionId is null || string.Equals(run.DefinitionId, definitionId, StringComparison.OrdinalIgnoreCase));
        }

        return (request.Command.Split('-')[0].ToUpperInvariant() switch
        {
            "STOP" => runs.Where(run => !run.IsFinished),
            "WAIT" or "ADD" => runs.OrderBy(run => run.IsFinished),
            _ => runs,
        }).Select(CompletionText.CreateIdResult);
    }

    // A run that did not come through a connection can belong to any tenant, so it is left out if the command specifies
    // a connection.
    private static IEnumerable<CompletionCandidate> GetRecentRuns(string service, CompletionRequest request)
    {
        CompletionCandidate[] ofConnection = request.FindConnection(service, mayOpen: false)?.History.Runs.ToArray() ?? [];
        return request.NamesConnection
            ? ofConnection
            : ofConnection.Concat(SessionHistory.ForUnconnected(service).Runs.ToArray()
                .Where(run => !ofConnection.Any(other => other.Id == run.Id)));
    }
}
