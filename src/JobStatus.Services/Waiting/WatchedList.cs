using System;
using System.Collections.Generic;

namespace JobStatus.Services.Waiting;

/// <summary>A list that tells about watched runs, and when it is worth a request.</summary>
internal sealed class WatchedList(string name, JobList list)
{
    // What was refused once may be allowed later.
    private static readonly TimeSpan DisabledDuration = TimeSpan.FromHours(1);

    private DateTimeOffset _disabledUntil;

    public string Name { get; } = name;

    public JobList List { get; } = list;

    public HashSet<WatchedJob> Jobs { get; } = [];

    /// <summary>How many requests it takes to read it, by what it took last.</summary>
    public int Pages { get; set; } = 1;

    /// <summary>Whether it is being read.</summary>
    public bool IsBeingRead { get; set; }

    /// <summary>How often in a row it could not be read.</summary>
    public int Failures { get; set; }

    /// <summary>When it is due, by all of its runs together.</summary>
    public DateTimeOffset NextPoll { get; set; }

    /// <summary>How long after a look it is due again; null when that is to be reckoned anew.</summary>
    public TimeSpan? Interval { get; set; }

    public void Add(WatchedJob job)
    {
        Jobs.Add(job);
        Interval = null;
    }

    public bool IsDisabledAt(DateTimeOffset now) => now < _disabledUntil;

    /// <summary>The service does not give the list: the runs are asked for otherwise.</summary>
    public void Disable(DateTimeOffset now)
    {
        _disabledUntil = now + DisabledDuration;
        Failures = 0;
    }
}
