using System.Collections.Generic;
using System.Threading.Tasks;

namespace JobStatus.Services.Lists;

/// <summary>Takes a list as it comes.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
public interface IListReceiver<T>
{
    /// <summary>The service told how long the whole list is. Called once at the most, before the items.</summary>
    /// <param name="total">The number of items, those that are skipped included.</param>
    void OnTotal(long total);

    /// <summary>Some items came. The next are not asked for before the task has ended.</summary>
    /// <param name="items">The items, each for the first time.</param>
    /// <returns>A task that ends when they were dealt with.</returns>
    Task OnItemsAsync(IReadOnlyList<T> items);
}
