using System.Collections.Generic;
using System.Threading.Tasks;
using JobStatus.Services.Lists;

namespace JobStatus.Benchmarks.Waits;

/// <summary>Collects the jobs of a list.</summary>
internal sealed class JobReceiver : IListReceiver<XplentyJob>, IListReceiver<AlmaJobInstance>, IListReceiver<AlteryxJob>
{
    public List<RemoteJob> Jobs { get; } = [];

    public void OnTotal(long total)
    {
    }

    public Task OnItemsAsync(IReadOnlyList<XplentyJob> items) => Add(items);

    public Task OnItemsAsync(IReadOnlyList<AlmaJobInstance> items) => Add(items);

    public Task OnItemsAsync(IReadOnlyList<AlteryxJob> items) => Add(items);

    private Task Add(IEnumerable<RemoteJob> items)
    {
        lock (Jobs)
        {
            Jobs.AddRange(items);
        }

        return Task.CompletedTask;
    }
}
