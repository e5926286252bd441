using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace JobStatus.Services.Lists;

/// <summary>Reads a list page by page, and requests only the pages that are needed.</summary>
internal static class Paging
{
    /// <param name="range">The part of the list to read.</param>
    /// <param name="maxPageSize">The maximum number of items that the service returns in one page.</param>
    /// <param name="readPage">Reads a page. The parameters are the offset and the maximum number of items.</param>
    /// <param name="idOf">
    /// Returns the id of an item, or null if it has none. An item whose id was read before is dropped, because the list can
    /// shift while it is read.
    /// </param>
    /// <param name="receiver">Receives the items.</param>
    /// <param name="filter">
    /// A filter that the service cannot apply, or null if there is none. Only items that pass the filter count as skipped.
    /// </param>
    /// <returns>False if the list does not continue with new items. A service could return such a page forever.</returns>
    public static Task<bool> ReadAsync<T>(
        ListRange range,
        int maxPageSize,
        Func<long, int, Task<ListPage<T>>> readPage,
        Func<T, string?> idOf,
        IListReceiver<T> receiver,
        Func<T, bool>? filter = null)
    {
        // Even if no items are requested, one is read so that the total can be reported.
        int Limit(long remaining) => filter is null ? (int)Math.Min(maxPageSize, Math.Max(1, remaining)) : maxPageSize;
        long toSkip = filter is null ? 0 : range.Skip;
        long remaining = range.First;
        bool isFirstPage = true;
        return ReadPagesAsync(
            range.Skip - toSkip,
            Limit(remaining),
            readPage,
            idOf,
            async (page, newItems, _) =>
            {
                if (isFirstPage && filter is null && page.Total is { } total && total >= page.ReceivedCount)
                {
                    receiver.OnTotal(total);
                }

                isFirstPage = false;
                List<T> matching = filter is null ? newItems : newItems.FindAll(item => filter(item));
                int skipped = (int)Math.Min(toSkip, matching.Count);
                toSkip -= skipped;
                List<T> selected = matching.GetRange(skipped, (int)Math.Min(remaining, matching.Count - skipped));
                remaining -= selected.Count;
                if (selected.Count > 0)
                {
                    await receiver.OnItemsAsync(selected).ConfigureAwait(false);
                }

                return remaining > 0 ? Limit(remaining) : 0;
            });
    }

    /// <summary>Reads the pages of a list until it ends or no more pages are wanted.</summary>
    /// <param name="offset">The offset of the first page.</param>
    /// <param name="limit">The maximum number of items of the first page.</param>
    /// <param name="readPage">Reads a page. The parameters are the offset and the maximum number of items.</param>
    /// <param name="idOf">Returns the id of an item, or null if it has none.</param>
    /// <param name="onPage">
    /// Receives each page, the items whose id was not read before, and whether the list ends with the page. Returns the maximum
    /// number of items of the next page, or 0 if no more pages are wanted.
    /// </param>
    /// <returns>
    /// False if more pages were wanted, but a page had no new items. A service that returns such a page could return it forever.
    /// </returns>
    public static async Task<bool> ReadPagesAsync<T>(
        long offset,
        int limit,
        Func<long, int, Task<ListPage<T>>> readPage,
        Func<T, string?> idOf,
        Func<ListPage<T>, List<T>, bool, Task<int>> onPage)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (limit > 0)
        {
            ListPage<T> page = await readPage(offset, limit).ConfigureAwait(false);
            bool isRepeated = page.Fingerprint is { } fingerprint && !seen.Add(fingerprint);
            List<T> newItems = isRepeated ? [] : page.Items.Where(item => idOf(item) is not { } id || seen.Add(id)).ToList();
            offset += page.ReceivedCount;

            // A total that is less than the number of items received so far is wrong.
            bool isFull = page.ReceivedCount >= limit;
            bool isLast = page.HasNext == false
                || page.ReceivedCount == 0
                || (page.Total is { } total && total >= offset ? total == offset : !isFull && page.HasNext != true);

            // If the list shifts while it is read, its last page can contain only items that were read before.
            bool hasOnlyShiftedItems = isLast && !isFull && page.Items.Count > 0;

            // An empty page ends the list, unless the service itself reports that more items follow.
            bool isUseless = page.ReceivedCount > 0
                ? newItems.Count == 0 && !hasOnlyShiftedItems
                : page.Total > offset && page.HasNext != false;
            limit = await onPage(page, newItems, isLast).ConfigureAwait(false);
            if (isUseless && limit > 0)
            {
                return false;
            }

            if (isLast)
            {
                return true;
            }
        }

        return true;
    }
}
