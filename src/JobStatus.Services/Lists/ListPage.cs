using System.Collections.Generic;
using JobStatus.Services.Http;

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

    /// <summary>Creates a page from the items of a response that could be read.</summary>
    /// <param name="items">The items.</param>
    /// <param name="total">The number of items in the whole list, or null if the service does not report it.</param>
    /// <param name="received">The number of items in the response, or -1 if it contains no list.</param>
    /// <exception cref="ServiceErrorException">The response is not a list, or none of its items could be read.</exception>
    public static ListPage<T> FromResponse(T[] items, long? total, int received) =>
        received < 0 || (received > 0 && items.Length == 0)
            ? throw new ServiceErrorException(ServiceError.UnexpectedContent)
            : new(items, total, received);

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
