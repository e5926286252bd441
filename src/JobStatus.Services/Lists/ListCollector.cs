using System.Collections.Generic;
using System.Threading.Tasks;

namespace JobStatus.Services.Lists;

/// <summary>Collects the items of a list.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class ListCollector<T> : IListReceiver<T>
{
    private readonly List<T> _items = [];

    /// <summary>The items that were received so far.</summary>
    public IReadOnlyList<T> Items => _items;

    /// <inheritdoc/>
    public void OnTotal(long total)
    {
    }

    /// <inheritdoc/>
    public Task OnItemsAsync(IReadOnlyList<T> items)
    {
        _items.AddRange(items);
        return Task.CompletedTask;
    }
}
