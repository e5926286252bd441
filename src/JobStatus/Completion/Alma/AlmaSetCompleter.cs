using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Alma;
using JobStatus.Services.Lists;

namespace JobStatus.Completion;

/// <summary>
/// Completes the ids of Alma sets: first those of this session, then the others. The user can type a part of a name.
/// </summary>
internal class AlmaSetCompleter : Completer
{
    // The maximum page size of Alma, so that one request is enough.
    private const int MaxCount = 100;

    protected sealed override IEnumerable<CompletionResult> Complete(CompletionRequest request)
    {
        if (request.FindConnection("Alma", mayOpen: true) is not { } connection)
        {
            return [];
        }

        CompletionCandidate[] recent = connection.History.Sets.ToArray();
        HashSet<string> recentIds = [.. recent.Select(candidate => candidate.Id)];
        return CreateResults(
            request,
            recent.Concat(GetCached(connection).Where(set => !recentIds.Contains(set.Id) && CompletionText.IsSafe(set.Id))));
    }

    /// <summary>Creates results from the ids. Derived completers can create them from other properties.</summary>
    protected virtual IEnumerable<CompletionResult> CreateResults(
        CompletionRequest request,
        IEnumerable<CompletionCandidate> candidates) =>
        candidates.Where(request.Matches).Select(CompletionText.CreateIdResult);

    // A separate method, so that the services assembly is not loaded if there is no connection.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<CompletionCandidate> GetCached(JobStatusConnection connection) =>
        connection.ReadForCompletion<AlmaClient, CompletionCandidate>("sets", RequestAsync);

    private static async Task<IReadOnlyList<CompletionCandidate>> RequestAsync(AlmaClient client, CallContext call)
    {
        var sets = new ListCollector<AlmaSet>();
        await client.ListSetsAsync(new AlmaSetQuery(), filter: null, new ListRange(0, MaxCount), sets, call).ConfigureAwait(false);
        return [.. sets.Items.Select(set => new CompletionCandidate(set.SetId, set.Name))];
    }
}
