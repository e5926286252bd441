using System.Collections.Generic;
using System.Threading.Tasks;

namespace JobStatus.Services.Lists;

/// <summary>Holds the items of a list back until the whole list has been read. The total is passed on at once.</summary>
internal sealed class HeldItems<T>(IListReceiver<T> receiver) : IListReceiver<T>
{
    private readonly List<T> _items = [];

    /// <summary>The items that were received so far.</summary>
    public IReadOnlyList<T> Items => _items;

    public void OnTotal(long total) => receiver.OnTotal(total);

    public Task OnItemsAsync(IReadOnlyList<T> items)
    {
        _items.AddRange(items);
        return Task.CompletedTask;
    }
}
