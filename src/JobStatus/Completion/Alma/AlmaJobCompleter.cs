using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Alma;
using JobStatus.Services.Lists;

namespace JobStatus.Completion;

/// <summary>Completes the id of an Alma job by its id or its name.</summary>
internal class AlmaJobCompleter : WorkCompleter
{
    // As many as Alma gives at once.
    private const int Most = 100;

    public AlmaJobCompleter()
        : base("Alma")
    {
    }

    protected sealed override async Task<IReadOnlyList<Choice>> AskAsync(JobServiceClient client, CallContext call)
    {
        var jobs = new ListCollector<AlmaJob>();
        await ((AlmaClient)client).ListJobsAsync(new AlmaJobQuery(), filter: null, new ListRange(0, Most), jobs, call).ConfigureAwait(false);
        return [.. jobs.Items.Select(job => new Choice(job.JobId, job.Name) { Category = job.Category })];
    }
}
