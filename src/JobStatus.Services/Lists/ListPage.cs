using System;
using System.Collections.Generic;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

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

    /// <summary>Creates a page from the items that could be read of a response that contains a list.</summary>
    /// <param name="items">The items.</param>
    /// <param name="total">The number of items in the whole list, or null if the service does not report it.</param>
    /// <param name="received">The number of items in the response, or -1 if it contains no list.</param>
    /// <param name="hasNext">Whether a page follows, or null if the service does not report it.</param>
    /// <exception cref="ServiceErrorException">The response is not a list, or none of its items could be read.</exception>
    public static ListPage<T> FromObject(T[] items, long? total, int received, bool? hasNext = null) =>
        received < 0 || (received > 0 && items.Length == 0)
            ? throw new ServiceErrorException(ServiceError.UnexpectedContent)
            : new(items, total, received) { HasNext = hasNext };

    /// <summary>Creates a page from a response that is the list itself.</summary>
    /// <param name="tree">The response.</param>
    /// <param name="read">Reads an item, or returns null if the item cannot be used.</param>
    /// <exception cref="ServiceErrorException">The response is not a list, or none of its items could be read.</exception>
    public static ListPage<T> FromList(ResponseTree tree, Func<ResponseObject, T?> read)
    {
        T[] items = tree.Root.OwnList(read, out int received);
        return tree.Root.IsObject && items.Length == 0
            ? throw new ServiceErrorException(ServiceError.ObjectInsteadOfList)
            : FromObject(items, null, received);
    }

    /// <summary>
    /// Creates a page from a response that is the list itself. A single object is not a list with one item, because its members
    /// do not show that it is an item.
    /// </summary>
    /// <param name="tree">The response.</param>
    /// <param name="read">Reads an item, or returns null if the item cannot be used.</param>
    /// <exception cref="ServiceErrorException">The response is not a list, or none of its items could be read.</exception>
    public static ListPage<T> FromArray(ResponseTree tree, Func<ResponseObject, T?> read) =>
        tree.Root.IsObject ? throw new ServiceErrorException(ServiceError.ObjectInsteadOfList) : FromList(tree, read);

    public IReadOnlyList<T> Items { get; }

    /// <summary>The number of items that the service returned, including those that cannot be used.</summary>
    public int ReceivedCount { get; }

    /// <summary>The number of items that cannot be used.</summary>
    public int LeftOutCount => ReceivedCount - Items.Count;

    /// <summary>
    /// Identifies the content of the page if its items have no ids, so that a page that is returned again is detected. Null if
    /// the items have ids.
    /// </summary>
    public string? Fingerprint { get; }

    /// <summary>The number of items in the whole list, or null if the service does not report it.</summary>
    public long? Total { get; }

    /// <summary>Whether a page follows, or null if the service does not report it.</summary>
    public bool? HasNext { get; init; }
}
