using System.Collections.Generic;

namespace JobStatus.Services.Lists;

/// <summary>One page of a list.</summary>
internal sealed class ListPage<T>
{
    public ListPage(IReadOnlyList<T> items, long? total = null, int? receivedCount = null, string? fingerprint = null)
    {
        Items = items;
        Total = total;
        ReceivedCount = receivedCount ?? items.Count;
        Fingerprint = fingerprint;
    }

    public IReadOnlyList<T> Items { get; }

    /// <summary>The number of items that the service returned, including those that cannot be used.</summary>
    public int ReceivedCount { get; }

    /// <summary>
    /// Identifies the content of the page if its items have no ids, so that a page that is returned again is detected. Null if
    /// the items have ids.
    /// </summary>
    public string? Fingerprint { get; }

    /// <summary>The number of items in the whole list, or null if the service does not report it.</summary>
    public long? Total { get; }
}
