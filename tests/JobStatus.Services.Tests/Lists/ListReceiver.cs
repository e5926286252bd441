using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Tests.Lists;

/// <summary>Collects the items of a list.</summary>
/// <param name="onPage">Called for each page, or null.</param>
internal sealed class ListReceiver<T>(Action<IReadOnlyList<T>>? onPage = null) : IListReceiver<T>
{
    public List<T> Items { get; } = [];

    public long? Total { get; private set; }

    /// <summary>The list continues when this task completes.</summary>
    public Task Processed { get; init; } = Task.CompletedTask;

    public void OnTotal(long total) => Total = total;

    public Task OnItemsAsync(IReadOnlyList<T> items)
    {
        Items.AddRange(items);
        onPage?.Invoke(items);
        return Processed;
    }
}
