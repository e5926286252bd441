using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Services.Waiting;

/// <summary>The runs of one reader that any wait in the process waits for, and the lists that cover them.</summary>
internal sealed class WatchedJobs(IJobListReader? lists, Random random)
{
    // A run that is due within this share of the shortest interval counts as due.
    private const double DueShare = 0.05;

    // A run that is polled through a list is read by its id at least this often, because the list could be wrong.
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMinutes(5);

    // If there are many runs, these reads are spread so that they do not exceed this rate, but over no more than this time.
    private const double ChecksPerSecond = 10;
    private const double MaxCheckSpread = 60;

    private readonly List<WaitPart> _parts = [];
    private readonly Dictionary<string, WatchedJob> _jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WatchedList> _lists = new(StringComparer.Ordinal);

    public IReadOnlyCollection<WatchedJob> All => _jobs.Values;

    /// <summary>True if there are no waits.</summary>
    public bool IsEmpty => _parts.Count == 0;

    public EarlierRuns EarlierRuns { get; } = new(lists);

    /// <summary>The difference between the clock of the service and the local clock. Zero if it is not known.</summary>
    public TimeSpan ClockDifference => lists?.ClockDifference ?? TimeSpan.Zero;

    /// <summary>The schedule with the shortest intervals of all waits.</summary>
    public PollSchedule Schedule { get; private set; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    /// <summary>A run that is due within this time counts as due.</summary>
    public TimeSpan DueTolerance => Seconds(Schedule.MinInterval * DueShare);

    /// <summary>Adds the runs of a wait.</summary>
    /// <returns>The runs that were already read more recently than the wait has read them.</returns>
    public IReadOnlyList<JobReadResult> Join(WaitPart part, DateTimeOffset now)
    {
        _parts.Add(part);
        UpdateSchedule();
        var known = new List<JobReadResult>();
        foreach (JobTarget target in part.Polled)
        {
            if (Add(target, part, now) is { } seen)
            {
                known.Add(new JobReadResult(target, seen));
            }
        }

        // A joining wait can have shorter intervals than the others.
        DateTimeOffset latest = now + Seconds(Schedule.MaxInterval);
        foreach (WatchedList list in _lists.Values)
        {
            list.NextPoll = Min(list.NextPoll, latest);
        }

        return known;
    }

    /// <summary>Removes the runs that only this wait needs.</summary>
    public void Leave(WaitPart part, DateTimeOffset now)
    {
        _parts.Remove(part);
        foreach (string id in part.Ids)
        {
            if (_jobs.TryGetValue(id, out WatchedJob? job) && job.Leave(part))
            {
                Remove(job, now);
            }
        }

        if (!IsEmpty)
        {
            UpdateSchedule();
        }
    }

    /// <summary>Returns true if a wait needs any of the runs that the request is sent for.</summary>
    public bool IsNeeded(PollRequest request) => request.Jobs.Any(Contains);

    /// <summary>Returns true if the wait has joined and not left.</summary>
    public bool Contains(WaitPart part) => _parts.Contains(part);

    /// <summary>Ends the waits for a run that only wait for a state that it has reached.</summary>
    public void EndReachedWaits(WatchedJob job, DateTimeOffset now)
    {
        if (!job.WaitsForState)
        {
            return;
        }

        foreach (WaitPart part in job.Parts.Where(part => part.Options.IsDoneWith(job.LastSeen!, part.Reader)))
        {
            if (job.Leave(part))
            {
                Remove(job, now);
            }
        }
    }

    /// <summary>Returns true if any wait needs the run.</summary>
    public bool Contains(WatchedJob job) => Find(job.Id) == job;

    /// <summary>Returns the run with this id, or null if no wait needs it.</summary>
    public WatchedJob? Find(string id) => _jobs.TryGetValue(id, out WatchedJob? job) ? job : null;

    /// <summary>Returns the time of the next poll of a run.</summary>
    /// <param name="job">The run.</param>
    /// <param name="from">The time of the last poll.</param>
    /// <param name="now">The current time.</param>
    /// <param name="factor">A factor for the interval.</param>
    public DateTimeOffset NextPoll(WatchedJob job, DateTimeOffset from, DateTimeOffset now, double factor = 1)
    {
        double seconds = Schedule.SecondsToPoll(job.EndProbabilityAt(from));
        seconds = job.Failures == 0 ? seconds : Math.Max(seconds, Schedule.AfterFailures(job.Failures));
        return Align(job, now, from + job.Bound(Seconds(seconds * factor)));
    }

    /// <summary>
    /// Returns the time at which a run must be read by its id because its list could be wrong, or the maximum value if the run
    /// has no list. While a list fails, its runs are not checked, because other requests would probably fail too.
    /// </summary>
    public DateTimeOffset NextCheck(WatchedJob job, DateTimeOffset now)
    {
        if (job.List is not { Failures: 0 } list)
        {
            return DateTimeOffset.MaxValue;
        }

        double seconds = Math.Min(MaxCheckSpread, Math.Max(0, (list.Jobs.Count / ChecksPerSecond) - 1));
        return job.NextCheck(now, CheckInterval, Seconds(seconds), DueTolerance);
    }

    /// <summary>Returns true if the last poll of a run before a deadline is due.</summary>
    public bool IsLastPoll(WatchedJob job, DateTimeOffset now)
    {
        DateTimeOffset dueTime = now + DueTolerance;
        return job.AnyPart(part => part.LastPoll <= dueTime);
    }

    /// <summary>Returns the time of the next last poll before a deadline, or the maximum value if there is none.</summary>
    public DateTimeOffset NextLastPoll(DateTimeOffset now)
    {
        DateTimeOffset dueTime = now + DueTolerance;
        DateTimeOffset next = DateTimeOffset.MaxValue;
        foreach (WaitPart part in _parts)
        {
            next = part.LastPoll is { } last && last > dueTime ? Min(last, next) : next;
        }

        return next;
    }

    /// <summary>Returns the time between two polls of a list.</summary>
    public TimeSpan ListInterval(WatchedList list, DateTimeOffset now)
    {
        Schedule.BeginList();
        foreach (WatchedJob job in list.Jobs)
        {
            Schedule.AddToList(job.EndProbabilityAt(now), list.OmitsFields);
        }

        return Seconds(Schedule.SecondsToListPoll(list.Pages));
    }

    /// <summary>Assigns a run to the first list that can contain it.</summary>
    public void AssignList(WatchedJob job, DateTimeOffset now)
    {
        if (job.EarlierRuns is null && EarlierRuns.For(job.LastSeen) is { } earlierRuns)
        {
            job.EarlierRuns = earlierRuns;
            earlierRuns.BeginWatching();
        }

        WatchedList? list = null;
        if (lists is not null && job.LastSeen is not { IsFinished: true })
        {
            foreach (string name in lists.ListNamesFor(job.LastSeen).Skip(job.ListsTried))
            {
                if (!_lists.TryGetValue(name, out WatchedList? watched))
                {
                    _lists.Add(name, watched = new WatchedList(name, lists.CreateList(name)));
                }

                if (!watched.IsDisabledAt(now))
                {
                    list = watched;
                    break;
                }
            }
        }

        if (list != job.List)
        {
            job.List?.Jobs.Remove(job);
            job.List = list;
            list?.Add(job);
        }
    }

    /// <summary>Disables a list for a while. Its runs are polled in other ways.</summary>
    public void Disable(WatchedList list, DateTimeOffset now)
    {
        list.Disable(now);
        foreach (WatchedJob job in list.Jobs.ToArray())
        {
            AssignList(job, now);
        }
    }

    /// <summary>Removes a run that no wait needs anymore.</summary>
    public void Remove(WatchedJob job, DateTimeOffset now)
    {
        _jobs.Remove(job.Id);
        job.EarlierRuns?.EndWatching();
        if (job.List is { } list)
        {
            list.Jobs.Remove(job);
            if (list.Jobs.Count == 0 && !list.IsDisabledAt(now))
            {
                _lists.Remove(list.Name);
            }
        }
    }

    /// <summary>Adds a run of a wait.</summary>
    /// <returns>The run if it was already read more recently than the wait has read it, or null.</returns>
    public RemoteJob? Add(JobTarget target, WaitPart part, DateTimeOffset now)
    {
        RemoteJob? known = null;
        if (_jobs.TryGetValue(target.Id, out WatchedJob? job))
        {
            // The search for a retry can end while its wait joins.
            if (job.AnyPart(other => other == part))
            {
                return null;
            }

            job.Join(part);
            known = job.LastSeen is { IsFinished: false } seen && !(target.LastSeen?.ObservedInstant >= seen.ObservedInstant)
                ? KnownValues.AddTo(seen.Copy(), target.LastSeen)
                : null;
            job.NextPoll = Align(job, now, Min(job.NextPoll, now + job.Bound(job.NextPoll - now)));
        }
        else
        {
            job = new WatchedJob(target, part, now, (float)random.NextDouble());
            _jobs.Add(job.Id, job);
            if (target.LastSeen is { IsFinished: false, ObservedInstant: { } observed } seen)
            {
                // A run that was read a moment ago is not polled again immediately.
                DateTimeOffset seenAt = Min(observed, now);
                job.Forecast.Observe(seen, seenAt, ClockDifference);
                job.NextPoll = NextPoll(job, seenAt, now);
            }

            AssignList(job, now);
        }

        if (part.IsSinglePoll)
        {
            job.NextPoll = now;
        }

        return known;
    }

    private DateTimeOffset Align(WatchedJob job, DateTimeOffset now, DateTimeOffset next)
    {
        // A poll just before the last poll is postponed to it. A last poll that is almost due counts as done, because
        // otherwise it would be repeated until it is due.
        TimeSpan tolerance = DueTolerance;
        foreach (WaitPart part in job.Parts)
        {
            if (part.LastPoll is { } last && now < last - tolerance && last - tolerance < next)
            {
                next = last;
            }
        }

        return next;
    }

    private void UpdateSchedule() =>
        Schedule = new PollSchedule(_parts.Min(part => part.Options.MinimumInterval), _parts.Min(part => part.Options.MaximumInterval));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
