using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Lists;

namespace JobStatus.Completion;

/// <summary>Completes the names of the schedules of all connections that are open.</summary>
internal sealed class RemoteScheduleNameCompleter : RemoteNameCompleter
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected override IReadOnlyList<CompletionCandidate> GetCandidates(JobStatusConnection connection) =>
        connection.ReadForCompletion<JobServiceClient, CompletionCandidate>("remote schedules", RequestAsync);

    private static async Task<IReadOnlyList<CompletionCandidate>> RequestAsync(JobServiceClient client, CallContext call)
    {
        var list = new ListCollector<RemoteSchedule>();
        await client.ListSchedulesAsync(list, call).ConfigureAwait(false);
        return [.. list.Items.Select(schedule => new CompletionCandidate(schedule.Id, schedule.Name))];
    }
}
