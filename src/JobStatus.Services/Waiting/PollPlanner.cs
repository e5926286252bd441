using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Services.Http;

namespace JobStatus.Services.Waiting;

/// <summary>
/// Decides when the runs of one reader are polled, and whether each is read by its id or together with others in a list. The
/// planner has no clock and no lock, and sends nothing: <see cref="JobWatch"/> passes in the time and sends the requests that
/// come out.
/// </summary>
internal sealed class PollPlanner(WatchedJobs jobs, Random random)
{
    // Stored times can be off by the resolution of a timer.
    private static readonly TimeSpan TimerTolerance = TimeSpan.FromSeconds(1);

    // A shorter delay because of the quota causes no warning.
    private static readonly TimeSpan NoticeableDelay = TimeSpan.FromSeconds(10);

    private const int TimesMissingBeforeNextList = 2;
    private const double Jitter = 0.05;

    // Runs that wait for their list are not planned again before this share of the shortest interval has passed.
    private const double MinPlanInterval = 0.25;

    private readonly List<Poll> _polls = [];

    /// <summary>Begins the poll that is due, or determines when to plan again.</summary>
    /// <param name="now">The current time.</param>
    /// <param name="allowance">What the limits of the service allow.</param>
    public PollPlan Plan(DateTimeOffset now, in RequestAllowance allowance)
    {
        DateTimeOffset next = DateTimeOffset.MaxValue;
        var due = new List<WatchedJob>();
        var checks = new List<WatchedJob>();
        DateTimeOffset dueTime = now + jobs.DueTolerance;
        HashSet<WaitPart> partsBeingPolled = PartsBeingPolled();
        Predicate<WaitPart> isBeingPolled = partsBeingPolled.Contains;
        foreach (WatchedJob job in jobs.All)
        {
            // The plan is made again when a poll in progress ends, and a wait that is about to leave needs no poll.
            if (job.Stage != PollStage.Idle
                || (partsBeingPolled.Count > 0 && job.AnyPart(isBeingPolled))
                || !job.AnyPart(static part => !part.Completion.IsCompleted))
            {
                continue;
            }

            DateTimeOffset check = jobs.NextCheck(job, now);
            if (check <= dueTime && AllowsCheck(job, now, allowance, checks.Count))
            {
                checks.Add(job);
            }

            // A poll time beyond the longest interval means that the system clock was set back.
            else if (job.NextPoll <= dueTime || job.NextPoll > now + job.Bound(TimeSpan.MaxValue) + TimerTolerance)
            {
                due.Add(job);
            }
            else
            {
                next = Min(job.NextPoll, next);
            }

            next = check > dueTime ? Min(check, next) : next;
        }

        if (due.Count + checks.Count == 0)
        {
            return new PollPlan(null, next, []);
        }

        var heldBack = new HashSet<WaitPart>();
        DateTimeOffset heldUntil = HoldBack(due, now, allowance, heldBack);
        due.AddRange(checks);
        Poll? poll = due.Count > 0 ? CreatePoll(due, checks, now, ref next) : null;
        return new PollPlan(poll, due.Count > 0 ? Min(next, heldUntil) : heldUntil, heldBack);
    }

    /// <summary>Determines when the runs and lists of a poll are polled again.</summary>
    public void Schedule(Poll poll, DateTimeOffset now)
    {
        double jitter = 1 - Jitter + (2 * Jitter * random.NextDouble());
        Predicate<WaitPart> needsOwnPoll = part => part.IsSinglePoll && !poll.Parts.Contains(part);
        foreach (WatchedJob job in poll.Jobs)
        {
            if (!jobs.Contains(job) || (job.Stage != PollStage.Reported && (job.Stage == PollStage.KeptDue || !poll.IsDue(job))))
            {
                continue;
            }

            if (job.TimesMissing >= TimesMissingBeforeNextList)
            {
                job.ListsTried++;
                job.TimesMissing = 0;
            }

            jobs.AssignList(job, now);
            job.NextPoll = job.AnyPart(needsOwnPoll) ? now : jobs.NextPoll(job, now, now, jitter);
            job.LikelyEnd = job.List is { OmitsFields: true }
                ? now + Seconds(jobs.Schedule.SecondsToLikelyEnd(job.EndProbabilityAt(now)))
                : DateTimeOffset.MaxValue;
        }

        foreach (PollRequest request in poll.Lists)
        {
            WatchedList list = request.List!;
            list.Interval = jobs.ListInterval(list, now);
            list.NextPoll = now + Seconds(Math.Min(
                jobs.Schedule.MaxInterval,
                Math.Max(jobs.Schedule.MinInterval, list.Interval.Value.TotalSeconds * jitter)));
        }
    }

    /// <summary>Ends a poll, whether or not it succeeded, so that its runs can be polled again.</summary>
    public void End(Poll poll)
    {
        _polls.Remove(poll);
        foreach (WatchedJob job in poll.Jobs)
        {
            job.Stage = PollStage.Idle;
            job.ListRequest = null;
        }

        foreach (PollRequest request in poll.Lists)
        {
            request.List!.IsBeingRead = false;
        }
    }

    // Returns the waits that take part in a poll in progress. A wait with a single poll polls all of its runs together, so
    // it also counts while other waits poll any of its runs.
    private HashSet<WaitPart> PartsBeingPolled()
    {
        var parts = new HashSet<WaitPart>();
        foreach (Poll poll in _polls)
        {
            parts.UnionWith(poll.Parts);
            parts.UnionWith(poll.Jobs.SelectMany(static job => job.Parts).Where(static part => part.IsSinglePoll));
        }

        return parts;
    }

    // A check can wait until it does not delay other polls, except at the last poll before a deadline. Even then, half of the
    // remaining quota is left for other commands.
    private bool AllowsCheck(WatchedJob job, DateTimeOffset now, in RequestAllowance allowance, int planned) =>
        allowance.PausedUntil <= now
        && !(planned >= (jobs.IsLastPoll(job, now) ? allowance.Remaining / 2 : allowance.Spare));

    // Removes the runs that may not be polled yet because of a pause or the quota, and returns the time until which
    // they are held back. Waits with a single poll are never held back. The quota does not hold back the first poll of a run,
    // nor the last one before a deadline if at least one request remains.
    private DateTimeOffset HoldBack(
        List<WatchedJob> due,
        DateTimeOffset now,
        in RequestAllowance allowance,
        HashSet<WaitPart> heldBack)
    {
        if (allowance.PausedUntil > now)
        {
            due.RemoveAll(static job => !job.IsSinglePoll);
            return allowance.PausedUntil;
        }

        if (allowance.NextPoll <= now)
        {
            return DateTimeOffset.MaxValue;
        }

        if (allowance.NextPoll - now > NoticeableDelay)
        {
            heldBack.UnionWith(due.Where(IsHeldBackByQuota).SelectMany(static job => job.Parts));
        }

        long remaining = allowance.Remaining.GetValueOrDefault();
        due.RemoveAll(job => IsHeldBackByQuota(job) && !(jobs.IsLastPoll(job, now) && remaining-- > 0));
        return Min(allowance.NextPoll, jobs.NextLastPoll(now));
    }

    private static bool IsHeldBackByQuota(WatchedJob job) => job.WasPolled && !job.IsSinglePoll;

    // A list is polled if that takes fewer requests than polling each of its runs until the list is due again.
    private Poll? CreatePoll(List<WatchedJob> due, List<WatchedJob> checks, DateTimeOffset now, ref DateTimeOffset next)
    {
        var poll = new Poll(now, jobs);
        poll.Add(checks);
        DateTimeOffset nextListPoll = DateTimeOffset.MaxValue;
        foreach (IGrouping<WatchedList?, WatchedJob> group in due
            .Where(static job => job.Stage == PollStage.Idle)
            .GroupBy(static job => job.List))
        {
            if (group.Key is not { } list)
            {
                poll.Add(group);
                continue;
            }

            if (list.IsBeingRead)
            {
                // The list is already being read. Urgent runs do not wait for it and are read by themselves.
                poll.Add(group.Where(job => IsUrgent(job, now)));
                continue;
            }

            DateTimeOffset horizon = now + (list.Interval ??= jobs.ListInterval(list, now));
            int soon = list.Jobs.Count(job => job.NextPoll <= horizon);
            if (soon <= list.Pages)
            {
                poll.Add(group);
            }
            else if (list.NextPoll <= now
                || list.NextPoll > now + Seconds(jobs.Schedule.MaxInterval) + TimerTolerance
                || group.Any(job => IsUrgent(job, now)))
            {
                poll.Add(list, Math.Max(2, soon));
            }
            else
            {
                poll.Add(group.Where(job => job.LikelyEnd <= now));
                nextListPoll = Min(Min(list.NextPoll, group.Min(static job => job.LikelyEnd)), nextListPoll);
            }
        }

        if (poll.Jobs.Count > 0)
        {
            _polls.Add(poll);
            return poll;
        }

        DateTimeOffset soonest = now + Seconds(jobs.Schedule.MinInterval * MinPlanInterval);
        next = Min(Min(nextListPoll, jobs.NextLastPoll(now)), next > soonest ? next : soonest);
        return null;
    }

    // The first, the last, and a single poll of a run do not wait for its list.
    private bool IsUrgent(WatchedJob job, DateTimeOffset now) => !job.WasPolled || job.IsSinglePoll || jobs.IsLastPoll(job, now);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
