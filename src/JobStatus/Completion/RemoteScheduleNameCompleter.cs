using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using JobStatus.Pipeline;
using JobStatus.Services;

namespace JobStatus.Completion;

/// <summary>Completes the names of the schedules of all connections that are open.</summary>
internal sealed class RemoteScheduleNameCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request)
    {
        string[] names = request.Values("Connection");
        var patterns = new NamePatterns(names.Length == 0 ? ["*"] : names);
        JobStatusConnection[] connections =
        [
            .. ConnectionStore.All()
                .Where(connection => request.Services.Contains(connection.Service) && patterns.IsMatch(connection.Name)),
        ];
        return DefinitionCompleter.CreateNameResults(request, connections.SelectMany(GetCached));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<CompletionCandidate> GetCached(JobStatusConnection connection) =>
        connection.ReadForCompletion<JobServiceClient, CompletionCandidate>("remote schedules", RequestAsync);

    private static async Task<IReadOnlyList<CompletionCandidate>> RequestAsync(JobServiceClient client, CallContext call)
    {
        var list = new ListCollector<RemoteSchedule>();
        await client.ListSchedulesAsync(list, call).ConfigureAwait(false);
        return [.. list.Items.Select(schedule => new CompletionCandidate(schedule.Id, schedule.Name))];
    }
}
