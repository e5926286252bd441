using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>
/// The Xplenty clusters. At startup, one is available, one becomes available ten minutes later, and one is terminated.
/// </summary>
internal sealed class XplentyClusters
{
    /// <summary>The cluster of a job for which none is specified.</summary>
    public const long Available = 52;

    private const long Pending = 53;
    private const long Terminated = 54;
    private const long FirstNew = 8000;

    private static readonly TimeSpan StartupTime = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, StoredCluster> _clusters = [];
    private readonly TimeProvider _clock;
    private long _nextId;

    public XplentyClusters(TimeProvider clock)
    {
        _clock = clock;
        Reset();
    }

    public IReadOnlyList<StoredCluster> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _clusters.Values];
            }
        }
    }

    public void Reset()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_gate)
        {
            _nextId = FirstNew;
            _clusters.Clear();
            _clusters[Available] = new(Available, [], now, now);
            _clusters[Pending] = new(Pending, [], now, now + StartupTime);
            _clusters[Terminated] = new(Terminated, [], now, now) { TerminationRequestedAt = now, TerminatedAt = now };
        }
    }

    /// <summary>Returns the time until the cluster is available, or null if it never will be.</summary>
    public TimeSpan? StartupDelayOf(long id)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        return Find(id) is { TerminationRequestedAt: null } cluster
            ? cluster.AvailableAt > now ? cluster.AvailableAt - now : TimeSpan.Zero
            : null;
    }

    public StoredCluster? Find(long id)
    {
        lock (_gate)
        {
            return _clusters.GetValueOrDefault(id);
        }
    }

    /// <summary>Creates a cluster that becomes available after a delay.</summary>
    public StoredCluster Create(JsonObject settings, TimeSpan startupTime)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_gate)
        {
            long id = _nextId++;
            return _clusters[id] = new(id, settings, now, now + startupTime);
        }
    }

    public StoredCluster Replace(StoredCluster changed)
    {
        lock (_gate)
        {
            return _clusters[changed.Id] = changed;
        }
    }

    public static string NameOf(long id) => id == Available ? "sandbox-cluster" : $"sandbox-cluster-{id}";
}
