using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Sandbox.Requests;

/// <summary>Stores requests and lets tests wait for a matching one.</summary>
internal sealed class RequestLog
{
    /// <summary>The maximum number of stored requests. The oldest ones are removed first.</summary>
    public const int Capacity = 100_000;

    private readonly Lock _gate = new();
    private readonly Queue<Entry> _entries = [];
    private readonly List<Waiter> _waiters = [];
    private long _sequence;

    public IReadOnlyList<LoggedRequest> Snapshot()
    {
        lock (_gate)
        {
            return [.. _entries.Select(entry => entry.Request)];
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    /// <summary>Adds a request and assigns its sequence number.</summary>
    public Entry Add(LoggedRequest request)
    {
        lock (_gate)
        {
            Entry entry = new(request with { Sequence = ++_sequence });
            if (_entries.Count == Capacity)
            {
                _entries.Dequeue();
            }

            _entries.Enqueue(entry);
            NotifyWaiters(entry.Request);
            return entry;
        }
    }

    /// <summary>
    /// Sets the status that is about to be sent. Ignored after the end, because a reset connection sends no status.
    /// </summary>
    public void SetStatus(Entry entry, int status) =>
        Change(entry, request => request.Ended ? request : request with { Status = status });

    /// <summary>Sets the reason why strict mode rejects the request.</summary>
    public void SetProblem(Entry entry, string problem) => Change(entry, request => request with { Problem = problem });

    /// <summary>Marks the request as ended and sets its final status.</summary>
    public void SetEnded(Entry entry, int? status) =>
        Change(entry, request => request with { Ended = true, Status = status });

    /// <summary>Returns the first matching request. If none is stored yet, waits for one.</summary>
    public async Task<LoggedRequest> WaitAsync(
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
            NotifyWaiters(entry.Request);
        }
    }

    private void NotifyWaiters(LoggedRequest request)
    {
        foreach (Waiter waiter in _waiters.Where(waiter => waiter.Match(request)))
        {
            waiter.Found.TrySetResult(request);
        }
    }

    /// <summary>A log entry. It is updated while its request is processed.</summary>
    public sealed class Entry(LoggedRequest request)
    {
        public LoggedRequest Request { get; set; } = request;
    }

    private sealed record Waiter(Func<LoggedRequest, bool> Match)
    {
        public TaskCompletionSource<LoggedRequest> Found { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
