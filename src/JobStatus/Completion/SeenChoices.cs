using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Completion;

/// <summary>What was seen of one kind, the newest first: the last two hundred. Safe to use from many threads.</summary>
internal sealed class SeenChoices
{
    private const int Most = 200;

    private readonly LinkedList<Seen> _newestFirst = new();
    private readonly Dictionary<string, LinkedListNode<Seen>> _byId = new(StringComparer.Ordinal);
    private WeakReference<object>? _list;
    private LinkedListNode<Seen>? _lastOfList;
    private long _times;

    /// <summary>Adds what was seen just now.</summary>
    /// <param name="choice">What was seen. Without a name it keeps the one it had.</param>
    /// <param name="list">Tells a list that comes item by item: its items keep their order. Null for none. It is not kept alive.</param>
    public void Add(Choice choice, object? list)
    {
        lock (_byId)
        {
            Begin(list);
            if (_byId.TryGetValue(choice.Id, out LinkedListNode<Seen>? known))
            {
                choice = choice.WithRestOf(known.Value.Choice);
                if (known.Value.Time == _times)
                {
                    known.Value = new Seen(choice, _times);
                    return;
                }

                _newestFirst.Remove(known);
            }
            else if (!CompletionText.IsPlain(choice.Id))
            {
                return;
            }

            var seen = new Seen(choice, _times);
            _lastOfList = _lastOfList is null ? _newestFirst.AddFirst(seen) : _newestFirst.AddAfter(_lastOfList, seen);
            _byId[choice.Id] = _lastOfList;
            if (_byId.Count > Most)
            {
                LinkedListNode<Seen> oldest = _newestFirst.Last!;
                _lastOfList = oldest == _lastOfList ? oldest.Previous : _lastOfList;
                _newestFirst.RemoveLast();
                _byId.Remove(oldest.Value.Choice.Id);
            }
        }
    }

    public Choice[] All()
    {
        lock (_byId)
        {
            return [.. _newestFirst.Select(seen => seen.Choice)];
        }
    }

    // What does not go on with the last list is newer than all that is there.
    private void Begin(object? list)
    {
        if (list is null || _list is null || !_list.TryGetTarget(out object? last) || !ReferenceEquals(last, list))
        {
            _list = list is null ? null : new WeakReference<object>(list);
            _lastOfList = null;
            _times++;
        }
    }

    private readonly struct Seen
    {
        public Seen(Choice choice, long time)
        {
            Choice = choice;
            Time = time;
        }

        public Choice Choice { get; }

        public long Time { get; }
    }
}
