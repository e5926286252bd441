using System.Collections.Generic;
using System.Linq;
using System.Threading;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Who watches which job. Its creator does from the start; only the user of the key can change that.</summary>
internal sealed class XplentyWatchers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, bool> _watching = [];

    internal IReadOnlyList<XplentyUser> Of(StoredJob job)
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

    /// <summary>Lets the user watch, or not; false when that is so already.</summary>
    internal bool Set(StoredJob job, bool watching)
    {
        lock (_gate)
        {
            bool changes = IsWatching(job) != watching;
            _watching[job.Id] = watching;
            return changes;
        }
    }

    internal void Reset()
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
