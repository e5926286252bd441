using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Alma;

/// <summary>Receives scheduled definitions and passes them on as schedules.</summary>
internal sealed class AlmaScheduledJobs(IListReceiver<RemoteSchedule> receiver) : IListReceiver<AlmaJob>
{
    public void OnTotal(long total) => receiver.OnTotal(total);

    public Task OnItemsAsync(IReadOnlyList<AlmaJob> items) => receiver.OnItemsAsync([.. items.Select(ToSchedule)]);

    private static AlmaSchedule ToSchedule(AlmaJob job) => new()
    {
        Connection = job.Connection,
        Id = job.JobId,
        Name = job.Name,
        NextRunInstant = job.NextRunInstant,
        Schedule = job.Schedule,
        Category = job.Category,
        Job = job,
    };
}
