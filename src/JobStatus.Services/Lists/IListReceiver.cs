using System.Collections.Generic;
using System.Threading.Tasks;

namespace JobStatus.Services.Lists;

/// <summary>Receives the items of a list, page by page.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public interface IListReceiver<in T>
{
    /// <summary>
    /// Called before the first items if the service reports the total number of items. Called at most once.
    /// </summary>
    /// <param name="total">The total number of items, including those that are skipped.</param>
    void OnTotal(long total);

    /// <summary>
    /// Called for each page that has items. The next page is not requested before the returned task completes.
    /// </summary>
    /// <param name="items">The items. No item is passed twice.</param>
    /// <returns>A task that completes when the items have been processed.</returns>
    Task OnItemsAsync(IReadOnlyList<T> items);
}
