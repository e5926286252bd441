using System.Collections.Generic;

namespace JobStatus.Measuring;

/// <summary>Collects runs. A run that is added several times, for example before and after a wait, is collected once.</summary>
internal sealed class DistinctRuns
{
    private readonly Dictionary<ObjectKey, int> _places = [];
    private readonly List<RemoteJob> _runs = [];

    /// <summary>The runs, in the order in which they were first added.</summary>
    public IReadOnlyList<RemoteJob> Runs => _runs;

    /// <summary>
    /// Adds a run. If the run was added before, the object that was read last is kept or, if that is not known, the object that
    /// was added last. Without an id, it is not known whether two objects are the same run, so both are kept.
    /// </summary>
    public void Add(RemoteJob job)
    {
        if (job.Id.Length == 0)
        {
            _runs.Add(job);
            return;
        }

        var key = ObjectKey.ForRun(job);
        if (!_places.TryGetValue(key, out int place))
        {
            _places.Add(key, _runs.Count);
            _runs.Add(job);
        }
        else if (!IsNewer(_runs[place], job))
        {
            _runs[place] = job;
        }
    }

    private static bool IsNewer(RemoteJob job, RemoteJob than) =>
        job.ObservedInstant is { } time && (than.ObservedInstant is not { } other || time > other);
}
