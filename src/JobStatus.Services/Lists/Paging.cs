using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace JobStatus.Services.Lists;

/// <summary>Reads a list page by page, and only as far as it is wanted.</summary>
internal static class Paging
{
    /// <param name="range">Which part of the list.</param>
    /// <param name="maxPageSize">The most items that the service gives at once.</param>
    /// <param name="readPage">Reads a page: from which item on, and how many.</param>
    /// <param name="idOf">What identifies an item; an item that comes again, since the list shifted, is dropped. Null for none.</param>
    /// <param name="receiver">Takes the items.</param>
    /// <param name="filter">What the service cannot filter; null when it filtered all. What is skipped is counted after it.</param>
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
            // Somebody who wants no items may still want to know how many there are.
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

            // A service that gives the same page again gives it for ever.
            bool isRepeat = newItems.Count == 0 && page.Items.Count > 0;
            if (page.ReceivedCount == 0 || isRepeat || (page.Total is { } pageTotal ? offset >= pageTotal : page.ReceivedCount < limit))
            {
                return;
            }
        }
        while (remaining > 0);
    }
}
