using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace JobStatus.Services.Waiting;

/// <content>Determines which runs are due and when the next poll is.</content>
internal sealed partial class JobWatch
{
    // Returns the poll that is due, or null if there is none. In that case, the delay is the time until the next plan, or
    // null to wait for a change.
    private Poll? Plan(List<(WaitPart Part, string Why)> heldBack, out TimeSpan? delay, CancellationToken stop)
    {
        DateTimeOffset now = _time.GetUtcNow();
        DateTimeOffset next = DateTimeOffset.MaxValue;
        var due = new List<WatchedJob>();
        DateTimeOffset dueTime = now + TimeSpan.FromSeconds(_schedule.MinInterval * DueTolerance);
        HashSet<WaitPart> partsBeingPolled = PartsBeingPolled();
        foreach (WatchedJob job in _jobs.Values)
        {
            // The plan is made again when a poll in progress ends, and a wait that is about to leave needs no poll.
            if (job.IsBeingPolled
                || (partsBeingPolled.Count > 0 && job.AnyPart(partsBeingPolled.Contains))
                || !job.AnyPart(static part => !part.Completion.IsCompleted))
            {
                continue;
            }

            // A poll time beyond the longest interval means that the system clock was set back.
            if (job.NextPoll <= dueTime || job.NextPoll > now + job.Bound(TimeSpan.MaxValue) + TimerTolerance)
            {
                due.Add(job);
            }
            else if (job.NextPoll < next)
            {
                next = job.NextPoll;
            }
        }

        Poll? poll = null;
        if (due.Count > 0)
        {
            DateTimeOffset heldUntil = HoldBack(due, now, heldBack);
            if (due.Count > 0)
            {
                poll = CreatePoll(due, now, ref next, stop);
                next = Min(next, heldUntil);
            }
            else
            {
                next = heldUntil;
            }
        }

        // Timers truncate to whole milliseconds, so the delay is rounded up. A delay of zero would cause a busy loop.
        delay = next == DateTimeOffset.MaxValue ? null
            : next - now < MaxTimerDelay ? TimeSpan.FromMilliseconds(Math.Ceiling((next - now).TotalMilliseconds))
            : MaxTimerDelay;
        return poll;
    }

    // Returns the waits that take part in a poll in progress. A wait with a single poll polls all of its runs together, so
    // it also counts while other waits poll any of its runs.
    private HashSet<WaitPart> PartsBeingPolled()
    {
        var parts = new HashSet<WaitPart>();
        foreach (Poll poll in _polls)
        {
            parts.UnionWith(poll.Parts);
            parts.UnionWith(poll.Jobs
                .SelectMany(static job => job.Waits)
                .Select(static waited => waited.Part)
                .Where(static part => part.IsSinglePoll));
        }

        return parts;
    }

    // Removes the runs that may not be polled yet because of a pause or the quota, and returns the time until which
    // they are held back. Waits with a single poll are never held back, and the first poll of a run ignores the quota.
    private DateTimeOffset HoldBack(List<WatchedJob> due, DateTimeOffset now, List<(WaitPart Part, string Why)> heldBack)
    {
        DateTimeOffset pausedUntil = _listReader is not null && _listReader.Budget.PausedUntil > _pausedUntil
            ? _listReader.Budget.PausedUntil
            : _pausedUntil;
        if (pausedUntil > now)
        {
            due.RemoveAll(static job => !job.AnyPart(static part => part.IsSinglePoll));
            return pausedUntil;
        }

        if (_listReader?.Budget.NextPoll is not { } allowed || allowed <= now)
        {
            return DateTimeOffset.MaxValue;
        }

        WatchedJob[] postponed = due.Where(static job => job.WasPolled && !job.AnyPart(static part => part.IsSinglePoll)).ToArray();
        due.RemoveAll(static job => job.WasPolled && !job.AnyPart(static part => part.IsSinglePoll));
        if (postponed.Length > 0 && allowed - now > NoticeableDelay)
        {
            string quota = _listReader.Budget.Describe();
            string why = FormattableString.Invariant(
                $"The remaining {_reader.Service} quota is {quota}, so the next poll is delayed by {(allowed - now).TotalSeconds:0} s.");
            heldBack.AddRange(postponed
                .SelectMany(static job => job.Waits)
                .Select(static waited => waited.Part)
                .Distinct()
                .Select(part => (part, why)));
        }

        return allowed;
    }

    // A list is polled if that takes fewer requests than polling each of its runs until the list is due again.
    private Poll? CreatePoll(List<WatchedJob> due, DateTimeOffset now, ref DateTimeOffset next, CancellationToken stop)
    {
        var poll = new Poll(now, stop);
        DateTimeOffset nextListPoll = DateTimeOffset.MaxValue;
        foreach (IGrouping<WatchedList?, WatchedJob> group in due.GroupBy(job => job.List))
        {
            if (group.Key is not { } list)
            {
                poll.Add(group);
                continue;
            }

            if (list.IsBeingRead)
            {
                // The list is already being read. Urgent runs do not wait for it and are read by themselves.
                poll.Add(group.Where(IsUrgent));
                continue;
            }

            DateTimeOffset horizon = now + (list.Interval ??= ListInterval(list, now));
            int soon = list.Jobs.Count(job => job.NextPoll <= horizon);
            if (soon <= list.Pages)
            {
                poll.Add(group);
            }
            else if (list.NextPoll <= now
                || list.NextPoll > now + TimeSpan.FromSeconds(_schedule.MaxInterval) + TimerTolerance
                || group.Any(IsUrgent))
            {
                poll.Add(list, Math.Max(2, soon));
            }
            else if (list.NextPoll < nextListPoll)
            {
                nextListPoll = list.NextPoll;
            }
        }

        if (!poll.IsEmpty)
        {
            return poll;
        }

        poll.Dispose();
        DateTimeOffset soonest = now + TimeSpan.FromSeconds(_schedule.MinInterval * MinPlanInterval);
        next = next > soonest ? next : soonest;
        next = Min(nextListPoll, next);
        return null;
    }

    // The first, the last, and a single poll of a run do not wait for its list.
    private static bool IsUrgent(WatchedJob job) =>
        !job.WasPolled || job.AnyPart(part => part.IsSinglePoll || part.LastPoll <= job.NextPoll);

    private void DisableList(WatchedList list)
    {
        list.Disable(_time.GetUtcNow());
        foreach (WatchedJob job in list.Jobs.ToArray())
        {
            AssignList(job);
        }
    }

    // The runs whose duration cannot be predicted from their progress and that share no list with other runs.
    private List<WatchedJob> WithoutForecast(Poll poll)
    {
        lock (_gate)
        {
            return poll.IsSinglePoll
                ? []
                : poll.Jobs
                    .Where(job => job.LastSeen is not null && IsWatched(job) && job.WasReported && job.Failures == 0)
                    .Where(job => !job.Forecast.IsPredicted && !poll.IsCoveredByList(job) && job.List is not { Jobs.Count: > 1 })
                    .ToList();
        }
    }

    private void Schedule(Poll poll)
    {
        DateTimeOffset now = _time.GetUtcNow();
        double jitter = 1 - Jitter + (2 * Jitter * _random.NextDouble());
        foreach (WatchedJob job in poll.Jobs
            .Where(job => IsWatched(job) && (job.WasReported || (poll.IsDue(job) && !poll.IsKeptDue(job)))))
        {
            if (job.TimesMissing >= TimesMissingBeforeNextList)
            {
                job.ListsTried++;
                job.TimesMissing = 0;
            }

            AssignList(job);
            job.NeedsOwnRead = false;
            job.NextPoll = job.AnyPart(part => part.IsSinglePoll && !poll.Parts.Contains(part))
                ? now
                : Align(job, now, now + job.Bound(TimeSpan.FromSeconds(SecondsToNextPoll(job, now) * jitter)));
        }

        foreach (ListPoll listPoll in poll.Lists)
        {
            WatchedList list = listPoll.List;
            list.Interval = ListInterval(list, now);
            list.NextPoll = now + TimeSpan.FromSeconds(Math.Min(
                _schedule.MaxInterval,
                Math.Max(_schedule.MinInterval, list.Interval.Value.TotalSeconds * jitter)));
        }
    }

    private double SecondsToNextPoll(WatchedJob job, DateTimeOffset now)
    {
        double seconds = _schedule.SecondsToPoll(job.EndProbabilityAt(now));
        return job.Failures == 0 ? seconds : Math.Max(seconds, _schedule.AfterFailures(job.Failures));
    }

    private DateTimeOffset Align(WatchedJob job, DateTimeOffset now, DateTimeOffset next)
    {
        // A poll just before the last poll is postponed to it. A last poll that is almost due counts as done, because
        // otherwise it would be repeated until it is due.
        TimeSpan tolerance = TimeSpan.FromSeconds(_schedule.MinInterval * DueTolerance);
        foreach (WaitedJob waited in job.Waits)
        {
            if (waited.Part.LastPoll is { } last && now < last - tolerance && last - tolerance < next)
            {
                next = last;
            }
        }

        return next;
    }

    private TimeSpan ListInterval(WatchedList list, DateTimeOffset now)
    {
        _schedule.BeginList();
        foreach (WatchedJob job in list.Jobs)
        {
            _schedule.AddToList(job.EndProbabilityAt(now));
        }

        return TimeSpan.FromSeconds(_schedule.SecondsToListPoll(list.Pages));
    }

    // Returns the run if it was already read more recently than the joining wait has read it, or null.
    private RemoteJob? Add(WaitedJob waited)
    {
        DateTimeOffset now = _time.GetUtcNow();
        RemoteJob? known = null;
        if (_jobs.TryGetValue(waited.Target.Id, out WatchedJob? job))
        {
            job.Join(waited);
            known = job.LastSeen is { IsFinished: false } seen && !(waited.Target.LastSeen?.ObservedAt >= seen.ObservedAt) ? seen : null;
            job.NextPoll = Align(job, now, Min(job.NextPoll, now + job.Bound(job.NextPoll - now)));
        }
        else
        {
            job = new WatchedJob(waited, now);
            _jobs.Add(waited.Target.Id, job);
            if (waited.Target.LastSeen is { IsFinished: false } seen)
            {
                // A run that was read a moment ago is not polled again immediately.
                DateTimeOffset seenAt = Min(seen.ObservedAt, now);
                job.Forecast.Observe(seen, seenAt);
                job.NextPoll = Align(job, now, seenAt + job.Bound(TimeSpan.FromSeconds(SecondsToNextPoll(job, seenAt))));
            }

            AssignList(job);
        }

        if (waited.Part.IsSinglePoll)
        {
            job.NextPoll = now;
        }

        return known;
    }

    // A joining wait can have shorter intervals than the others.
    private void BringListsForward()
    {
        DateTimeOffset latest = _time.GetUtcNow() + TimeSpan.FromSeconds(_schedule.MaxInterval);
        foreach (WatchedList list in _watchedLists.Values)
        {
            list.NextPoll = Min(list.NextPoll, latest);
        }
    }

    // Assigns a run to the first list that can contain it.
    private void AssignList(WatchedJob job)
    {
        if (job.EarlierRuns is null && _earlierRuns.For(job.LastSeen) is { } earlierRuns)
        {
            job.EarlierRuns = earlierRuns;
            earlierRuns.BeginWatching();
        }

        WatchedList? list = null;
        if (_listReader is not null && job.LastSeen is not { IsFinished: true })
        {
            DateTimeOffset now = _time.GetUtcNow();
            foreach (string name in _listReader.ListNamesFor(job.LastSeen).Skip(job.ListsTried))
            {
                if (!_watchedLists.TryGetValue(name, out WatchedList? watched))
                {
                    _watchedLists.Add(name, watched = new WatchedList(name, _listReader.CreateList(name)));
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

    private void Remove(WatchedJob job)
    {
        _jobs.Remove(job.Id);
        job.EarlierRuns?.EndWatching();
        if (job.List is { } list)
        {
            list.Jobs.Remove(job);
            if (list.Jobs.Count == 0 && !list.IsDisabledAt(_time.GetUtcNow()))
            {
                _watchedLists.Remove(list.Name);
            }
        }
    }
}
