using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Alma;
using JobStatus.Services.Lists;

namespace JobStatus.Completion;

/// <summary>Completes the ids of Alma jobs. The user can type the start of an id or a part of a name.</summary>
internal class AlmaJobCompleter : DefinitionCompleter
{
    // The maximum page size of Alma, so that one request is enough.
    private const int MaxCount = 100;

    public AlmaJobCompleter()
        : base("Alma")
    {
    }

    protected sealed override IReadOnlyList<CompletionCandidate> ReadDefinitions(JobStatusConnection connection) =>
        connection.ReadForCompletion<AlmaClient, CompletionCandidate>("jobs", RequestAsync);

    private static async Task<IReadOnlyList<CompletionCandidate>> RequestAsync(AlmaClient client, CallContext call)
    {
        var jobs = new ListCollector<AlmaJob>();
        await client.ListJobsAsync(new AlmaJobQuery(), filter: null, new ListRange(0, MaxCount), jobs, call).ConfigureAwait(false);
        return [.. jobs.Items.Select(job => new CompletionCandidate(job.JobId, job.Name) { Category = job.Category })];
    }
}
