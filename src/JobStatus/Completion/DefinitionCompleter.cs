using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>
/// Completes definitions: first those that were used in this session, then the others that the service lists.
/// </summary>
internal abstract class DefinitionCompleter : Completer
{
    private readonly string _service;

    protected DefinitionCompleter(string service)
    {
        _service = service;
    }

    protected sealed override IEnumerable<CompletionResult> Complete(CompletionRequest request)
    {
        JobStatusConnection? connection = request.FindConnection(_service, mayOpen: true);
        CompletionCandidate[] recent = connection?.History.Definitions.ToArray() ?? [];
        IReadOnlyList<CompletionCandidate> listed = connection is null ? [] : ReadDefinitions(connection);
        Dictionary<string, CompletionCandidate> listedById = listed
            .GroupBy(candidate => candidate.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        HashSet<string> recentIds = [.. recent.Select(candidate => candidate.Id)];
        return CreateResults(
            request,
            recent
                .Select(candidate =>
                    listedById.TryGetValue(candidate.Id, out CompletionCandidate? same) ? candidate.FillFrom(same) : candidate)
                .Concat(listed.Where(candidate => !recentIds.Contains(candidate.Id) && CompletionText.IsSafe(candidate.Id))));
    }

    /// <summary>Reads the definitions from the service. Not called if there is no connection.</summary>
    // A separate method, so that the services assembly is not loaded if there is no connection.
    protected abstract IReadOnlyList<CompletionCandidate> ReadDefinitions(JobStatusConnection connection);

    /// <summary>Creates results from the ids. Derived completers can create them from other properties.</summary>
    protected virtual IEnumerable<CompletionResult> CreateResults(
        CompletionRequest request,
        IEnumerable<CompletionCandidate> candidates) =>
        candidates.Where(request.Matches).Select(CompletionText.CreateIdResult);

    /// <summary>Creates results from the names, for a parameter that supports wildcards.</summary>
    internal static IEnumerable<CompletionResult> CreateNameResults(
        CompletionRequest request,
        IEnumerable<CompletionCandidate> candidates) =>
        candidates
            .Where(candidate => candidate.Name is { } name && request.MatchesPrefix(name) && CompletionText.IsSafe(name))
            .GroupBy(candidate => candidate.Name!, StringComparer.OrdinalIgnoreCase)
            .Select(group => CompletionText.CreateResult(
                WildcardPattern.Escape(group.Key),
                group.Key,
                string.Join(", ", group.Select(candidate => candidate.Id))));
}
