using System;
using System.Text.Json.Nodes;
using System.Threading;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>
/// The Xplenty clusters: one is always available, one becomes available ten minutes after the sandbox starts, and one
/// is terminated.
/// </summary>
internal sealed class XplentyClusters
{
    /// <summary>The cluster of a job for which none is specified.</summary>
    public const long Available = 52;

    private const long Pending = 53;
    private const long Terminated = 54;

    private static readonly TimeSpan StartupTime = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _clock;
    private long _availableAtTicks;

    public XplentyClusters(TimeProvider clock)
    {
        _clock = clock;
        Reset();
    }

    private TimeSpan TimeUntilAvailable
    {
        get
        {
            long left = Interlocked.Read(ref _availableAtTicks) - _clock.GetUtcNow().UtcTicks;
            return TimeSpan.FromTicks(Math.Max(0, left));
        }
    }

    public void Reset() => Interlocked.Exchange(ref _availableAtTicks, (_clock.GetUtcNow() + StartupTime).UtcTicks);

    /// <summary>Returns the time until the cluster is available, or null if it never will be.</summary>
    public TimeSpan? StartupDelayOf(long id) => id switch
    {
        Available => TimeSpan.Zero,
        Pending => TimeUntilAvailable,
        _ => null,
    };

    public JsonObject? Find(long id, string accountUri) => id switch
    {
        Available => Write(id, NameOf(id), "available", accountUri),
        Pending => Write(id, NameOf(id), TimeUntilAvailable > TimeSpan.Zero ? "pending" : "available", accountUri),
        Terminated => Write(id, NameOf(id), "terminated", accountUri),
        _ => null,
    };

    public static string NameOf(long id) => id == Available ? "sandbox-cluster" : $"sandbox-cluster-{id}";

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
