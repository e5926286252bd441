using System.Collections.Generic;
using System.Threading.Tasks;
using JobStatus.Services.Lists;

namespace JobStatus.Completion;

/// <summary>Collects the items of a list.</summary>
internal sealed class ListCollector<T> : IListReceiver<T>
{
    public List<T> Items { get; } = [];

    public void OnTotal(long total)
    {
    }

    public Task OnItemsAsync(IReadOnlyList<T> items)
    {
        Items.AddRange(items);
        return Task.CompletedTask;
    }
}
