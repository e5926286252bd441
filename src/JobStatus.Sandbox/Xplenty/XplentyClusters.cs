using System;
using System.Text.Json.Nodes;
using System.Threading;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Xplenty's clusters: one that is up, one that comes up ten minutes after the start, one that is gone.</summary>
internal sealed class XplentyClusters
{
    /// <summary>The cluster of a job that names none.</summary>
    internal const long Available = 52;

    private const long Coming = 53;
    private const long Gone = 54;

    private static readonly TimeSpan TimeToCome = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _clock;
    private long _comesAtTicks;

    internal XplentyClusters(TimeProvider clock)
    {
        _clock = clock;
        Reset();
    }

    private TimeSpan UntilComing
    {
        get
        {
            long left = Interlocked.Read(ref _comesAtTicks) - _clock.GetUtcNow().UtcTicks;
            return TimeSpan.FromTicks(Math.Max(0, left));
        }
    }

    internal void Reset() => Interlocked.Exchange(ref _comesAtTicks, (_clock.GetUtcNow() + TimeToCome).UtcTicks);

    /// <summary>How long a job waits for its cluster, or null when it would wait in vain.</summary>
    internal TimeSpan? WaitFor(long id) => id switch
    {
        Available => TimeSpan.Zero,
        Coming => UntilComing,
        _ => null,
    };

    internal JsonObject? Find(long id, string accountUri) => id switch
    {
        Available => Write(id, NameOf(id), "available", accountUri),
        Coming => Write(id, NameOf(id), UntilComing > TimeSpan.Zero ? "pending" : "available", accountUri),
        Gone => Write(id, NameOf(id), "terminated", accountUri),
        _ => null,
    };

    internal static string NameOf(long id) => id == Available ? "sandbox-cluster" : $"sandbox-cluster-{id}";

    private static JsonObject Write(long id, string name, string status, string accountUri) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["status"] = status,
        ["nodes"] = 2,
        ["type"] = "production",
        ["url"] = $"{accountUri}/clusters/{id}",
    };
}
