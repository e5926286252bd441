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
    public static async Task ReadAsync<T>(
        ListRange range,
        int maxPageSize,
        Func<long, int, Task<ListPage<T>>> readPage,
        Func<T, string?> idOf,
        IListReceiver<T> receiver,
        Func<T, bool>? filter = null)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        long offset = filter is null ? range.Skip : 0;
        long toSkip = range.Skip - offset;
        long remaining = range.First;
        bool totalReported = false;
        do
        {
            // Even if no items are requested, one is read so that the total can be reported.
            int limit = filter is null ? (int)Math.Min(maxPageSize, Math.Max(1, remaining)) : maxPageSize;
            ListPage<T> page = await readPage(offset, limit).ConfigureAwait(false);
            if (!totalReported && filter is null && page.Total is { } total)
            {
                receiver.OnTotal(total);
            }

            totalReported = true;
            List<T> newItems = page.Items.Where(item => idOf(item) is not { } id || seen.Add(id)).ToList();
            List<T> matching = newItems.Where(item => filter is null || filter(item)).ToList();
            int skipped = (int)Math.Min(toSkip, matching.Count);
            toSkip -= skipped;
            List<T> selected = matching.Skip(skipped).Take((int)Math.Min(remaining, int.MaxValue)).ToList();
            if (selected.Count > 0)
            {
                await receiver.OnItemsAsync(selected).ConfigureAwait(false);
            }

            offset += page.ReceivedCount;
            remaining -= selected.Count;

            // A service that returns a page without new items could return the same page forever.
            bool isRepeat = newItems.Count == 0 && page.Items.Count > 0;
            if (page.ReceivedCount == 0 || isRepeat || (page.Total is { } pageTotal ? offset >= pageTotal : page.ReceivedCount < limit))
            {
                return;
            }
        }
        while (remaining > 0);
    }
}
