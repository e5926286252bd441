using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Alteryx;

/// <summary>Adds the missing names to the jobs of a list, and passes them on.</summary>
internal sealed class NamedJobs(IListReceiver<AlteryxJob> receiver, Func<AlteryxJob, Task> addName) : IListReceiver<AlteryxJob>
{
    public void OnTotal(long total) => receiver.OnTotal(total);

    public async Task OnItemsAsync(IReadOnlyList<AlteryxJob> items)
    {
        foreach (AlteryxJob job in items)
        {
            await addName(job).ConfigureAwait(false);
        }

        await receiver.OnItemsAsync(items).ConfigureAwait(false);
    }
}
