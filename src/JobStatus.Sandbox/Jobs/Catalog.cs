using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace JobStatus.Sandbox.Jobs;

/// <summary>
/// The definitions of a service (Alma jobs, Xplenty packages or Alteryx workflows), in order of creation.
/// </summary>
/// <param name="initialItems">The items that exist at startup.</param>
internal abstract class Catalog<T>(IEnumerable<T> initialItems)
    where T : class, ICatalogItem
{
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, T> _items = new(initialItems.Select(ToPair));
    private int _created;

    public IReadOnlyList<T> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _items.Values];
            }
        }
    }

    public T? Find(string id)
    {
        lock (_gate)
        {
            return _items.GetValueOrDefault(id);
        }
    }

    public bool Remove(string id)
    {
        lock (_gate)
        {
            return _items.Remove(id);
        }
    }

    public void Reset()
    {
        lock (_gate)
        {
            _created = 0;
            _items.Clear();
            foreach (T item in initialItems)
            {
                _items.Add(item.Id, item);
            }
        }
    }

    /// <summary>
    /// Adds an item, or replaces the one with the same id. If the id is null, a new one is generated.
    /// </summary>
    protected T AddOrReplace(string? id, Func<int, string> newId, Func<string, T> build)
    {
        lock (_gate)
        {
            string key = id ?? NextFreeId(newId);
            return _items[key] = build(key);
        }
    }

    /// <summary>Returns the item with the given id. Creates it if it does not exist.</summary>
    protected T GetOrAdd(string id, Func<string, T> build)
    {
        lock (_gate)
        {
            if (!_items.TryGetValue(id, out T? item))
            {
                _items.Add(id, item = build(id));
            }

            return item;
        }
    }

    private static KeyValuePair<string, T> ToPair(T item) => new(item.Id, item);

    private string NextFreeId(Func<int, string> newId)
    {
        string id;
        do
        {
            id = newId(_created++);
        }
        while (_items.ContainsKey(id));

        return id;
    }
}
