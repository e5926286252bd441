using System.Collections.Generic;
using System.Linq;
using System.Threading;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>
/// Stores the watchers of jobs. The creator of a job watches it by default. Only the owner of the key can be added or
/// removed.
/// </summary>
internal sealed class XplentyWatchers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, bool> _watching = [];

    public IReadOnlyList<XplentyUser> WatchersOf(StoredJob job)
    {
        XplentyUser? creator = CreatorOf(job);
        bool watching;
        lock (_gate)
        {
            watching = IsWatching(job);
        }

        XplentyUser?[] watchers = [creator != XplentyUser.Caller ? creator : null, watching ? XplentyUser.Caller : null];
        return [.. watchers.OfType<XplentyUser>()];
    }

    /// <summary>Adds or removes the owner of the key. Returns false if nothing changes.</summary>
    public bool Set(StoredJob job, bool watching)
    {
        lock (_gate)
        {
            bool changes = IsWatching(job) != watching;
            _watching[job.Id] = watching;
            return changes;
        }
    }

    public void Reset()
    {
        lock (_gate)
        {
            _watching.Clear();
        }
    }

    private static XplentyUser? CreatorOf(StoredJob job) =>
        job is SimulatedJob run ? XplentyUser.CreatorOf(run.Plan) : null;

    private bool IsWatching(StoredJob job) =>
        _watching.TryGetValue(job.Id, out bool watching) ? watching : CreatorOf(job) == XplentyUser.Caller;
}
