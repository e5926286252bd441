using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Completion;

/// <summary>The 200 most recent candidates of one kind, newest first. Safe for use from several threads.</summary>
internal sealed class RecentCandidates
{
    private const int MaxCount = 200;

    private readonly LinkedList<Entry> _newestFirst = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byId = new(StringComparer.Ordinal);
    private WeakReference<object>? _list;
    private LinkedListNode<Entry>? _lastOfList;
    private long _batch;

    /// <summary>Adds the most recent candidate.</summary>
    /// <param name="candidate">The candidate. Missing values are filled in from an earlier candidate with the same id.</param>
    /// <param name="list">
    /// Identifies a list that arrives item by item, so that its items keep their order; null if there is no list. The
    /// object is held by a weak reference.
    /// </param>
    public void Add(CompletionCandidate candidate, object? list)
    {
        lock (_byId)
        {
            StartBatchIfNeeded(list);
            if (_byId.TryGetValue(candidate.Id, out LinkedListNode<Entry>? known))
            {
                candidate = candidate.FillFrom(known.Value.Candidate);
                if (known.Value.Batch == _batch)
                {
                    known.Value = new Entry(candidate, _batch);
                    return;
                }

                _newestFirst.Remove(known);
            }
            else if (!CompletionText.IsSafe(candidate.Id))
            {
                return;
            }

            var entry = new Entry(candidate, _batch);
            _lastOfList = _lastOfList is null ? _newestFirst.AddFirst(entry) : _newestFirst.AddAfter(_lastOfList, entry);
            _byId[candidate.Id] = _lastOfList;
            if (_byId.Count > MaxCount)
            {
                LinkedListNode<Entry> oldest = _newestFirst.Last!;
                _lastOfList = oldest == _lastOfList ? oldest.Previous : _lastOfList;
                _newestFirst.RemoveLast();
                _byId.Remove(oldest.Value.Candidate.Id);
            }
        }
    }

    public CompletionCandidate[] ToArray()
    {
        lock (_byId)
        {
            return [.. _newestFirst.Select(entry => entry.Candidate)];
        }
    }

    // An item that does not continue the last list is newer than all other items.
    private void StartBatchIfNeeded(object? list)
    {
        if (list is null || _list is null || !_list.TryGetTarget(out object? lastList) || !ReferenceEquals(lastList, list))
        {
            _list = list is null ? null : new WeakReference<object>(list);
            _lastOfList = null;
            _batch++;
        }
    }

    // A class, because the runtime contains compiled lists of classes but not of this struct.
    private sealed class Entry
    {
        public Entry(CompletionCandidate candidate, long batch)
        {
            Candidate = candidate;
            Batch = batch;
        }

        public CompletionCandidate Candidate { get; }

        public long Batch { get; }
    }
}
