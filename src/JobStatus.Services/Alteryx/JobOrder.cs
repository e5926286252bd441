using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Alteryx;

/// <summary>
/// Sorts the jobs of a list by the time when they were submitted. Jobs without a time, and jobs whose time could not be read, come
/// last.
/// </summary>
internal sealed class JobOrder : IListReceiver<AlteryxJob>
{
    private readonly List<AlteryxJob> _jobs = [];

    public int Count => _jobs.Count;

    /// <summary>Returns true if the jobs are in the requested order. Jobs without a time are ignored.</summary>
    public static bool IsSorted(IReadOnlyList<AlteryxJob> jobs, bool oldestFirst) =>
        IsSorted([.. jobs.Select(static job => job.SubmittedInstant).OfType<DateTimeOffset>()], oldestFirst);

    /// <summary>
    /// Returns true if the jobs started in the requested order. Jobs that have not started are ignored, but the order is known only
    /// if two jobs started at different times.
    /// </summary>
    public static bool IsSortedByStart(IReadOnlyList<AlteryxJob> jobs, bool oldestFirst)
    {
        DateTimeOffset[] starts = [.. jobs.Select(static job => job.StartedInstant).OfType<DateTimeOffset>()];
        return starts.Distinct().Count() > 1 && IsSorted(starts, oldestFirst);
    }

    private static bool IsSorted(DateTimeOffset[] times, bool oldestFirst) =>
        times.Zip(times.Skip(1), (first, second) => oldestFirst ? first <= second : first >= second).All(isInOrder => isInOrder);

    /// <summary>Returns a part of the sorted list.</summary>
    public IReadOnlyList<AlteryxJob> GetRange(ListRange range, AlteryxJobQuery query)
    {
        IOrderedEnumerable<AlteryxJob> known = _jobs.OrderBy(static job => job.SubmittedInstant is null || job.ReadError is not null);
        IEnumerable<AlteryxJob> sorted =
            query.OldestFirst ? known.ThenBy(job => job.SubmittedInstant) : known.ThenByDescending(job => job.SubmittedInstant);
        return sorted.Skip((int)Math.Min(int.MaxValue, range.Skip)).Take((int)Math.Min(int.MaxValue, range.First)).ToList();
    }

    public void Add(IEnumerable<AlteryxJob> jobs) => _jobs.AddRange(jobs);

    void IListReceiver<AlteryxJob>.OnTotal(long total)
    {
    }

    Task IListReceiver<AlteryxJob>.OnItemsAsync(IReadOnlyList<AlteryxJob> items)
    {
        Add(items);
        return Task.CompletedTask;
    }
}
