using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace JobStatus.Services.Waiting;

/// <content>What is due, and when the next look is.</content>
internal sealed partial class JobWatch
{
    // What to ask for now; or null, and when to plan again: without a time, when something changes.
    private Look? Plan(List<(WaitPart Part, string Why)> held, out TimeSpan? delay, CancellationToken over)
    {
        DateTimeOffset now = _time.GetUtcNow();
        DateTimeOffset next = DateTimeOffset.MaxValue;
        var due = new List<WatchedJob>();
        DateTimeOffset almost = now + TimeSpan.FromSeconds(_schedule.Shortest * AlmostDue);
        HashSet<WaitPart> served = Served();
        foreach (WatchedJob job in _jobs.Values)
        {
            // The end of a look that is under way is a time to plan again; for those who are about to leave there is nothing to do.
            if (job.IsAskedAbout || (served.Count > 0 && job.IsOf(served.Contains)) || !job.IsOf(static part => !part.Ended.IsCompleted))
            {
                continue;
            }

            // What is further ahead than any interval is so since the machine's clock was put back.
            if (job.NextLook <= almost || job.NextLook > now + job.Bound(TimeSpan.MaxValue) + Slack)
            {
                due.Add(job);
            }
            else if (job.NextLook < next)
            {
                next = job.NextLook;
            }
        }

        Look? look = null;
        if (due.Count > 0)
        {
            DateTimeOffset heldUntil = Hold(due, now, held);
            if (due.Count > 0)
            {
                look = Choose(due, now, ref next, over);
                next = Min(next, heldUntil);
            }
            else
            {
                next = heldUntil;
            }
        }

        // Timers count whole milliseconds; one that is cut to none would be asked for again and again.
        delay = next == DateTimeOffset.MaxValue ? null : next - now < LongestDelay ? TimeSpan.FromMilliseconds(Math.Ceiling((next - now).TotalMilliseconds)) : LongestDelay;
        return look;
    }

    // The waits for which something is under way. One that looks once looks at all of its runs together, so it waits for
    // those that others have asked for.
    private HashSet<WaitPart> Served()
    {
        var served = new HashSet<WaitPart>();
        foreach (Look look in _looks)
        {
            served.UnionWith(look.Parts);
            served.UnionWith(look.Jobs.SelectMany(static job => job.Waiting).Select(static waited => waited.Part).Where(static part => part.LooksOnce));
        }

        return served;
    }

    // Takes out what the service's patience or allowance does not permit yet, and tells until when. A wait that looks
    // once is not held up by either, the first look at a run not by the allowance.
    private DateTimeOffset Hold(List<WatchedJob> due, DateTimeOffset now, List<(WaitPart Part, string Why)> held)
    {
        DateTimeOffset quietUntil = _lists is not null && _lists.Budget.QuietUntil > _quietUntil ? _lists.Budget.QuietUntil : _quietUntil;
        if (quietUntil > now)
        {
            due.RemoveAll(static job => !job.IsOf(static part => part.LooksOnce));
            return quietUntil;
        }

        if (_lists?.Budget.NextLook is not { } allowed || allowed <= now)
        {
            return DateTimeOffset.MaxValue;
        }

        WatchedJob[] later = due.Where(static job => job.WasAskedAbout && !job.IsOf(static part => part.LooksOnce)).ToArray();
        due.RemoveAll(static job => job.WasAskedAbout && !job.IsOf(static part => part.LooksOnce));
        if (later.Length > 0 && allowed - now > NoticeableDelay)
        {
            string why = FormattableString.Invariant($"{_reader.Service} has {_lists.Budget.Describe()}; so the next look at the jobs is {(allowed - now).TotalSeconds:0} s later than it would be.");
            held.AddRange(later.SelectMany(static job => job.Waiting).Select(static waited => waited.Part).Distinct().Select(part => (part, why)));
        }

        return allowed;
    }

    // A list is asked for when that takes fewer requests than to ask for its runs, one by one, until it is due again.
    private Look? Choose(List<WatchedJob> due, DateTimeOffset now, ref DateTimeOffset next, CancellationToken over)
    {
        var look = new Look(now, over);
        DateTimeOffset nextList = DateTimeOffset.MaxValue;
        foreach (IGrouping<WatchedList?, WatchedJob> group in due.GroupBy(job => job.List))
        {
            if (group.Key is not { } list)
            {
                look.Add(group);
                continue;
            }

            if (list.IsAskedFor)
            {
                // Who cannot wait for the end of that asks for the run itself.
                look.Add(group.Where(IsUrgent));
                continue;
            }

            DateTimeOffset horizon = now + (list.Interval ??= TimeToAll(list, now));
            int soon = list.Jobs.Count(job => job.NextLook <= horizon);
            if (soon <= list.Pages)
            {
                look.Add(group);
            }
            else if (list.NextLook <= now || list.NextLook > now + TimeSpan.FromSeconds(_schedule.Longest) + Slack || group.Any(IsUrgent))
            {
                look.Add(list, Math.Max(2, soon));
            }
            else if (list.NextLook < nextList)
            {
                nextList = list.NextLook;
            }
        }

        if (!look.IsEmpty)
        {
            return look;
        }

        look.Dispose();
        DateTimeOffset soonest = now + TimeSpan.FromSeconds(_schedule.Shortest * BetweenPlans);
        next = next > soonest ? next : soonest;
        next = Min(nextList, next);
        return null;
    }

    // The first look, the last one, and the only one do not wait for the others.
    private static bool IsUrgent(WatchedJob job) => !job.WasAskedAbout || job.IsOf(part => part.LooksOnce || part.LastLook <= job.NextLook);

    private void Close(WatchedList list)
    {
        list.Close(_time.GetUtcNow());
        foreach (WatchedJob job in list.Jobs.ToArray())
        {
            Enlist(job);
        }
    }

    // The runs of which neither their progress nor earlier runs tell how long they take, and no list will.
    private List<WatchedJob> WithoutForecast(Look look)
    {
        lock (_gate)
        {
            return look.LooksOnce
                ? []
                : look.Jobs
                    .Where(job => job.LastSeen is not null && IsWatched(job) && job.WasTold && job.Failures == 0 && !job.Forecast.IsPredicted && !look.IsOfList(job) && job.List is not { Jobs.Count: > 1 })
                    .ToList();
        }
    }

    private void Schedule(Look look)
    {
        DateTimeOffset now = _time.GetUtcNow();
        double jitter = 1 - Jitter + (2 * Jitter * _random.NextDouble());
        foreach (WatchedJob job in look.Jobs.Where(job => IsWatched(job) && (job.WasTold || (look.IsDue(job) && !look.IsLeftDue(job)))))
        {
            if (job.TimesOverlooked >= TimesOverlookedBeforeAnotherList)
            {
                job.ListsTried++;
                job.TimesOverlooked = 0;
            }

            Enlist(job);
            job.NeedsOwnRead = false;
            job.NextLook = job.IsOf(part => part.LooksOnce && !look.Parts.Contains(part))
                ? now
                : Align(job, now, now + job.Bound(TimeSpan.FromSeconds(Interval(job, now) * jitter)));
        }

        foreach (ListToAsk asked in look.Lists)
        {
            WatchedList list = asked.List;
            list.Interval = TimeToAll(list, now);
            list.NextLook = now + TimeSpan.FromSeconds(Math.Min(_schedule.Longest, Math.Max(_schedule.Shortest, list.Interval.Value.TotalSeconds * jitter)));
        }
    }

    private double Interval(WatchedJob job, DateTimeOffset now)
    {
        double seconds = _schedule.SecondsTo(job.OddsAt(now));
        return job.Failures == 0 ? seconds : Math.Max(seconds, _schedule.AfterFailures(job.Failures));
    }

    private DateTimeOffset Align(WatchedJob job, DateTimeOffset now, DateTimeOffset next)
    {
        // A last look that is almost due counts as had, or there would be one after the other until it is; and a look
        // just before it is put off to it.
        TimeSpan almost = TimeSpan.FromSeconds(_schedule.Shortest * AlmostDue);
        foreach (WaitedJob waited in job.Waiting)
        {
            if (waited.Part.LastLook is { } last && now < last - almost && last - almost < next)
            {
                next = last;
            }
        }

        return next;
    }

    private TimeSpan TimeToAll(WatchedList list, DateTimeOffset now)
    {
        _schedule.StartCount();
        foreach (WatchedJob job in list.Jobs)
        {
            _schedule.Count(job.OddsAt(now));
        }

        return TimeSpan.FromSeconds(_schedule.SecondsToAll(list.Pages));
    }

    // What is known of the run already and news to the one who joins; null for nothing.
    private RemoteJob? Add(WaitedJob waited)
    {
        DateTimeOffset now = _time.GetUtcNow();
        RemoteJob? known = null;
        if (_jobs.TryGetValue(waited.Target.Id, out WatchedJob? job))
        {
            job.Join(waited);
            known = job.LastSeen is { IsFinished: false } seen && !(waited.Target.LastSeen?.ObservedAt >= seen.ObservedAt) ? seen : null;
            job.NextLook = Align(job, now, Min(job.NextLook, now + job.Bound(job.NextLook - now)));
        }
        else
        {
            job = new WatchedJob(waited, now);
            _jobs.Add(waited.Target.Id, job);
            if (waited.Target.LastSeen is { IsFinished: false } seen)
            {
                // What was read a moment ago is not read again at once.
                DateTimeOffset seenAt = Min(seen.ObservedAt, now);
                job.Forecast.Observe(seen, seenAt);
                job.NextLook = Align(job, now, seenAt + job.Bound(TimeSpan.FromSeconds(Interval(job, seenAt))));
            }

            Enlist(job);
        }

        if (waited.Part.LooksOnce)
        {
            job.NextLook = now;
        }

        return known;
    }

    // Who joins may ask for shorter intervals than those who are there.
    private void HastenLists()
    {
        DateTimeOffset latest = _time.GetUtcNow() + TimeSpan.FromSeconds(_schedule.Longest);
        foreach (WatchedList list in _openLists.Values)
        {
            list.NextLook = Min(list.NextLook, latest);
        }
    }

    // Puts a run to the first list that may tell about it.
    private void Enlist(WatchedJob job)
    {
        if (job.EarlierRuns is null && _earlierRuns.Of(job.LastSeen) is { } earlierRuns)
        {
            job.EarlierRuns = earlierRuns;
            earlierRuns.Open();
        }

        WatchedList? list = null;
        if (_lists is not null && job.LastSeen is not { IsFinished: true })
        {
            DateTimeOffset now = _time.GetUtcNow();
            foreach (string name in _lists.ListsOf(job.LastSeen).Skip(job.ListsTried))
            {
                if (!_openLists.TryGetValue(name, out WatchedList? open))
                {
                    _openLists.Add(name, open = new WatchedList(name, _lists.OpenList(name)));
                }

                if (!open.IsClosedAt(now))
                {
                    list = open;
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
        job.EarlierRuns?.Close();
        if (job.List is { } list)
        {
            list.Jobs.Remove(job);
            if (list.Jobs.Count == 0 && !list.IsClosedAt(_time.GetUtcNow()))
            {
                _openLists.Remove(list.Name);
            }
        }
    }
}
