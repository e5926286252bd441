using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Lists;

namespace JobStatus.Completion;

/// <summary>Completes the ids of Alteryx schedules. The user can type the start of an id or a part of a name.</summary>
internal class AlteryxScheduleCompleter : Completer
{
    protected sealed override IEnumerable<CompletionResult> Complete(CompletionRequest request) =>
        request.FindConnection("Alteryx", mayOpen: true) is { } connection ? CreateResults(request, GetCached(connection)) : [];

    protected virtual IEnumerable<CompletionResult> CreateResults(
        CompletionRequest request,
        IEnumerable<CompletionCandidate> candidates) =>
        candidates
            .Where(candidate => CompletionText.IsSafe(candidate.Id) && request.Matches(candidate))
            .Select(CompletionText.CreateIdResult);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<CompletionCandidate> GetCached(JobStatusConnection connection) =>
        connection.ReadForCompletion<AlteryxClient, CompletionCandidate>("schedules", RequestAsync);

    private static async Task<IReadOnlyList<CompletionCandidate>> RequestAsync(AlteryxClient client, CallContext call)
    {
        var list = new ListCollector<AlteryxSchedule>();
        var query = new AlteryxScheduleQuery { ExcludeDetails = true };
        await client.ListSchedulesAsync(query, filter: null, ListRange.All, list, call).ConfigureAwait(false);
        return [.. list.Items.Select(schedule => new CompletionCandidate(schedule.Id, schedule.Name))];
    }
}
