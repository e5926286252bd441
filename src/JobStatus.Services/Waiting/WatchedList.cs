using System;
using System.Collections.Generic;

namespace JobStatus.Services.Waiting;

/// <summary>A list that covers watched runs, and when it is due.</summary>
internal sealed class WatchedList(string name, JobList list)
{
    // A list that the service refused is tried again after this time, because permissions can change.
    private static readonly TimeSpan DisabledDuration = TimeSpan.FromHours(1);

    private DateTimeOffset _disabledUntil;

    public string Name { get; } = name;

    public JobList List { get; } = list;

    public HashSet<WatchedJob> Jobs { get; } = [];

    /// <summary>The number of requests that reading the list takes, as estimated from the last read.</summary>
    public int Pages { get; set; } = 1;

    /// <summary>True if the items have fewer fields than a run that is read by its id.</summary>
    public bool OmitsFields { get; set; }

    /// <summary>True while the list is being read.</summary>
    public bool IsBeingRead { get; set; }

    /// <summary>The number of consecutive failures to read the list.</summary>
    public int Failures { get; set; }

    /// <summary>The time when the list is due, as calculated from all of its runs.</summary>
    public DateTimeOffset NextPoll { get; set; }

    /// <summary>The time between two polls of the list, or null if it must be recalculated.</summary>
    public TimeSpan? Interval { get; set; }

    public void Add(WatchedJob job)
    {
        Jobs.Add(job);
        Interval = null;
    }

    public bool IsDisabledAt(DateTimeOffset now) => now < _disabledUntil;

    /// <summary>Disables the list for a while because the service refuses it. Its runs are polled in other ways.</summary>
    public void Disable(DateTimeOffset now)
    {
        _disabledUntil = now + DisabledDuration;
        Failures = 0;
    }
}
