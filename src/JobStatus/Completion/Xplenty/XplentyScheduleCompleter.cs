using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Lists;
using JobStatus.Services.Xplenty;

namespace JobStatus.Completion;

/// <summary>
/// Completes the ids of Xplenty schedules. The user can type the start of an id or a part of a name. Of an account with more
/// schedules, the first 100 are offered.
/// </summary>
internal class XplentyScheduleCompleter : DefinitionCompleter
{
    private const long MaxCount = 100;

    public XplentyScheduleCompleter()
        : base("Xplenty")
    {
    }

    protected sealed override CompletionCandidate[] GetRecent(JobStatusConnection connection) => [];

    protected sealed override IReadOnlyList<CompletionCandidate> ReadDefinitions(JobStatusConnection connection) =>
        connection.ReadForCompletion<XplentyClient, CompletionCandidate>("schedules", RequestAsync);

    private static async Task<IReadOnlyList<CompletionCandidate>> RequestAsync(XplentyClient client, CallContext call)
    {
        var schedules = new ListCollector<XplentySchedule>();
        await client.ListSchedulesAsync(status: null, new ListRange(0, MaxCount), schedules, call).ConfigureAwait(false);
        return [.. schedules.Items.Select(schedule => new CompletionCandidate(schedule.Id, schedule.Name))];
    }
}
