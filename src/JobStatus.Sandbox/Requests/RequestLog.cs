using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Sandbox.Requests;

/// <summary>The requests so far, and those who wait for the next one.</summary>
internal sealed class RequestLog
{
    /// <summary>How many requests are kept; the oldest give way.</summary>
    internal const int Capacity = 100_000;

    private readonly Lock _gate = new();
    private readonly Queue<Entry> _entries = [];
    private readonly List<Waiter> _waiters = [];
    private long _sequence;

    internal IReadOnlyList<LoggedRequest> Snapshot()
    {
        lock (_gate)
        {
            return [.. _entries.Select(entry => entry.Request)];
        }
    }

    internal void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    /// <summary>Writes a request down; its sequence number is given here.</summary>
    internal Entry Add(LoggedRequest request)
    {
        lock (_gate)
        {
            Entry entry = new(request with { Sequence = ++_sequence });
            if (_entries.Count == Capacity)
            {
                _entries.Dequeue();
            }

            _entries.Enqueue(entry);
            Tell(entry.Request);
            return entry;
        }
    }

    /// <summary>Notes the status that is about to be sent; not after the end, since a cut connection sends nothing.</summary>
    internal void Answered(Entry entry, int status) =>
        Change(entry, request => request.Ended ? request : request with { Status = status });

    internal void Ended(Entry entry, int? status) =>
        Change(entry, request => request with { Ended = true, Status = status });

    /// <summary>The first request that matches, as soon as there is one: among those so far, or later.</summary>
    internal async Task<LoggedRequest> WaitAsync(
        Func<LoggedRequest, bool> match, bool ended, CancellationToken cancellationToken)
    {
        Waiter waiter = new(request => (request.Ended || !ended) && match(request));
        lock (_gate)
        {
            if (_entries.FirstOrDefault(entry => waiter.Match(entry.Request)) is { } found)
            {
                return found.Request;
            }

            _waiters.Add(waiter);
        }

        try
        {
            return await waiter.Found.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    private void Change(Entry entry, Func<LoggedRequest, LoggedRequest> change)
    {
        lock (_gate)
        {
            entry.Request = change(entry.Request);
            Tell(entry.Request);
        }
    }

    private void Tell(LoggedRequest request)
    {
        foreach (Waiter waiter in _waiters.Where(waiter => waiter.Match(request)))
        {
            waiter.Found.TrySetResult(request);
        }
    }

    /// <summary>A line of the log; it changes as its request goes on.</summary>
    internal sealed class Entry(LoggedRequest request)
    {
        internal LoggedRequest Request { get; set; } = request;
    }

    private sealed record Waiter(Func<LoggedRequest, bool> Match)
    {
        internal TaskCompletionSource<LoggedRequest> Found { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
