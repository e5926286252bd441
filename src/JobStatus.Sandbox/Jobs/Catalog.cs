using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace JobStatus.Sandbox.Jobs;

/// <summary>What the runs of a service are runs of, in the order in which it came.</summary>
/// <param name="first">What is there at the start.</param>
internal abstract class Catalog<T>(IEnumerable<T> first)
    where T : class, ICatalogItem
{
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, T> _items = new(first.Select(Keyed));
    private int _created;

    internal IReadOnlyList<T> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _items.Values];
            }
        }
    }

    internal T? Find(string id)
    {
        lock (_gate)
        {
            return _items.GetValueOrDefault(id);
        }
    }

    internal bool Remove(string id)
    {
        lock (_gate)
        {
            return _items.Remove(id);
        }
    }

    internal void Reset()
    {
        lock (_gate)
        {
            _created = 0;
            _items.Clear();
            foreach (T item in first)
            {
                _items.Add(item.Id, item);
            }
        }
    }

    /// <summary>Adds an item, or replaces the one that has its id; without an id it gets a new one.</summary>
    protected T Put(string? id, Func<int, string> newId, Func<string, T> build)
    {
        lock (_gate)
        {
            string free = id ?? FreeId(newId);
            return _items[free] = build(free);
        }
    }

    /// <summary>The item of that id, which is added when there is none.</summary>
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

    private static KeyValuePair<string, T> Keyed(T item) => new(item.Id, item);

    private string FreeId(Func<int, string> newId)
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
