using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace JobStatus.Services.Lists;

/// <summary>Reads a list page by page, and only as far as it is wanted.</summary>
internal static class Paging
{
    /// <param name="range">Which part of the list.</param>
    /// <param name="largestPage">The most items that the service gives at once.</param>
    /// <param name="readPage">Reads a page: from which item on, and how many.</param>
    /// <param name="idOf">What identifies an item; an item that comes again, since the list shifted, is dropped. Null for none.</param>
    /// <param name="receiver">Takes the items.</param>
    /// <param name="isWanted">What the service cannot filter; null when it filtered all. What is skipped is counted after it.</param>
    public static async Task ReadAsync<T>(
        ListRange range,
        int largestPage,
        Func<long, int, Task<ListPage<T>>> readPage,
        Func<T, string?> idOf,
        IListReceiver<T> receiver,
        Func<T, bool>? isWanted = null)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        long offset = isWanted is null ? range.Skip : 0;
        long toSkip = range.Skip - offset;
        long left = range.First;
        bool started = false;
        do
        {
            // Somebody who wants no items may still want to know how many there are.
            int limit = isWanted is null ? (int)Math.Min(largestPage, Math.Max(1, left)) : largestPage;
            ListPage<T> page = await readPage(offset, limit).ConfigureAwait(false);
            if (!started && isWanted is null && page.Total is { } total)
            {
                receiver.OnTotal(total);
            }

            started = true;
            List<T> unseen = page.Items.Where(item => idOf(item) is not { } id || seen.Add(id)).ToList();
            List<T> wanted = unseen.Where(item => isWanted is null || isWanted(item)).ToList();
            int skipped = (int)Math.Min(toSkip, wanted.Count);
            toSkip -= skipped;
            List<T> fresh = wanted.Skip(skipped).Take((int)Math.Min(left, int.MaxValue)).ToList();
            if (fresh.Count > 0)
            {
                await receiver.OnItemsAsync(fresh).ConfigureAwait(false);
            }

            offset += page.Received;
            left -= fresh.Count;

            // A service that gives the same page again gives it for ever.
            bool isRepeat = unseen.Count == 0 && page.Items.Count > 0;
            if (page.Received == 0 || isRepeat || (page.Total is { } all ? offset >= all : page.Received < limit))
            {
                return;
            }
        }
        while (left > 0);
    }
}
