using System.Collections.Generic;

namespace JobStatus.Services.Lists;

/// <summary>One page of a list.</summary>
internal sealed class ListPage<T>
{
    public ListPage(IReadOnlyList<T> items, long? total = null, int? receivedCount = null)
    {
        Items = items;
        Total = total;
        ReceivedCount = receivedCount ?? items.Count;
    }

    public IReadOnlyList<T> Items { get; }

    /// <summary>How many items the service gave, those included that cannot be used.</summary>
    public int ReceivedCount { get; }

    /// <summary>How long the whole list is; null where the service does not say.</summary>
    public long? Total { get; }
}
