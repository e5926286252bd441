using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Waiting;

/// <summary>
/// Asks one reader about all runs that anybody in the process waits for: each when it is due, together where a list
/// tells about many. It works while somebody waits, with one timer. The looks for one wait follow one another; a wait
/// that joins meanwhile has its own.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "It is disposed of when the last wait leaves.")]
internal sealed class JobWatch
{
    // Delays above this are taken in parts, since timers have a limit of their own.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    // Times that are kept may be off by the grain of a timer.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    // A service may ask for patience; for more than this it is asked again all the same.
    private static readonly TimeSpan LongestPatience = TimeSpan.FromHours(1);

    // A shorter wait for the allowance is worth no warning.
    private static readonly TimeSpan NoticeableDelay = TimeSpan.FromSeconds(10);

    private static readonly ConditionalWeakTable<IJobReader, JobWatch> Watches = new();

    private const int FailuresBeforeWarning = 3;
    private const int TimesOverlookedBeforeAnotherList = 2;
    private const int ListFailuresBeforeProbe = 2;
    private const double Jitter = 0.05;

    // What is due within this share of the shortest interval is due.
    private const double AlmostDue = 0.05;

    // Runs that wait for their list are not gone through again before this share of the shortest interval.
    private const double BetweenPlans = 0.25;

    private readonly object _gate = new();
    private readonly IJobReader _reader;
    private readonly IJobListReader? _lists;
    private readonly List<WaitPart> _parts = [];
    private readonly Dictionary<string, WatchedJob> _jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WatchedList> _openLists = new(StringComparer.Ordinal);
    private readonly EarlierRuns _earlierRuns;
    private readonly Random _random = new();
    private TimeProvider _time = TimeProvider.System;
    private LookSchedule _schedule = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    private TaskCompletionSource<bool> _changed = new();
    private CancellationTokenSource? _over;
    private readonly List<Look> _looks = [];
    private Task _loop = Task.CompletedTask;
    private DateTimeOffset _quietUntil;
    private int _failuresInARow;

    private JobWatch(IJobReader reader)
    {
        _reader = reader;
        _lists = reader as IJobListReader;
        _earlierRuns = new EarlierRuns(_lists);
    }

    /// <summary>The watch of a reader: all waits of the process share it.</summary>
    public static JobWatch Of(IJobReader reader) => Watches.GetValue(reader, static it => new JobWatch(it));

    /// <summary>Begins to tell a wait about its runs.</summary>
    public void Join(WaitPart part)
    {
        bool starts;
        TaskCompletionSource<bool> changed;
        CancellationTokenSource over;
        var known = new List<(WaitedJob Waited, RemoteJob Job)>();
        lock (_gate)
        {
            starts = _over is null;
            if (_over is null)
            {
                _time = part.Options.Time;
                _over = new CancellationTokenSource();
                _quietUntil = default;
                _failuresInARow = 0;
            }

            _parts.Add(part);
            RenewSchedule();
            foreach (WaitedJob waited in part.Jobs)
            {
                if (Add(waited) is { } seen)
                {
                    known.Add((waited, seen));
                }
            }

            HastenLists();
            changed = NextSignal();
            over = _over;
        }

        foreach ((WaitedJob waited, RemoteJob job) in known)
        {
            part.Take(waited, new JobReading(waited.Target, job));
        }

        changed.TrySetResult(true);
        if (starts)
        {
            _loop = RunAsync(over.Token);
        }
    }

    /// <summary>Ends that. What only this wait asked for is dropped.</summary>
    public async Task LeaveAsync(WaitPart part)
    {
        CancellationTokenSource? over = null;
        var unwanted = new List<Request>();
        Task loop;
        TaskCompletionSource<bool> changed;
        lock (_gate)
        {
            _parts.Remove(part);
            foreach (WaitedJob waited in part.Jobs)
            {
                if (_jobs.TryGetValue(waited.Target.Id, out WatchedJob? job) && job.Leave(part))
                {
                    Remove(job);
                }
            }

            foreach (Look look in _looks)
            {
                unwanted.AddRange(look.Requests.Where(request => !request.Jobs.Any(IsWatched)));
            }

            if (_parts.Count == 0)
            {
                over = _over;
                _over = null;
            }
            else
            {
                RenewSchedule();
            }

            loop = _loop;
            changed = NextSignal();
        }

        unwanted.ForEach(static request => request.Cancel());
        over?.Cancel();
        changed.TrySetResult(true);
        if (over is not null)
        {
            await loop.ConfigureAwait(false);
            over.Dispose();
        }
    }

    private async Task RunAsync(CancellationToken over)
    {
        var underWay = new List<Task>();
        try
        {
            while (!over.IsCancellationRequested)
            {
                Look? look;
                Task changed;
                TimeSpan? delay;
                var held = new List<(WaitPart Part, string Why)>();
                lock (_gate)
                {
                    changed = _changed.Task;
                    look = Plan(held, out delay, over);
                    if (look is not null)
                    {
                        Begin(look);
                    }
                }

                // Who is told may leave at once, so no lock may be held here.
                foreach ((WaitPart part, string why) in held)
                {
                    part.WarnOfBudget(why);
                }

                underWay.RemoveAll(static task => task.IsCompleted);
                if (look is not null)
                {
                    underWay.Add(LookOrExplainAsync(look));
                }
                else if (delay is { } time)
                {
                    await DelayAsync(time, changed, over).ConfigureAwait(false);
                }
                else
                {
                    await changed.ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The last wait has ended.
        }

        await Task.WhenAll(underWay).ConfigureAwait(false);
    }

    private void Begin(Look look)
    {
        _looks.Add(look);
        foreach (WatchedJob job in look.Jobs)
        {
            job.IsAskedAbout = true;
            job.WasAskedAbout = true;
        }

        foreach (ListToAsk asked in look.Lists)
        {
            asked.List.IsAskedFor = true;
        }
    }

    // Ends without a fault: that goes to those for whom the look was.
    private async Task LookOrExplainAsync(Look look)
    {
        try
        {
            await LookAsync(look).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (look.IsCancelled)
        {
            // Nobody waits any more for what was asked.
        }
        catch (Exception fault)
        {
            foreach (WaitPart part in look.Parts)
            {
                part.Fail(fault);
            }
        }

        TaskCompletionSource<bool> changed;
        lock (_gate)
        {
            _looks.Remove(look);
            foreach (WatchedJob job in look.Jobs)
            {
                job.IsAskedAbout = false;
            }

            foreach (ListToAsk asked in look.Lists)
            {
                asked.List.IsAskedFor = false;
            }

            changed = NextSignal();
        }

        look.Dispose();
        changed.TrySetResult(true);
    }

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

    private async Task LookAsync(Look look)
    {
        var call = new CallContext(look.Token, line => Tell(look, line)) { RetryPassingFaults = false };
        foreach (WatchedJob job in look.Jobs)
        {
            job.WasTold = false;
            job.NeedsOwnRead = false;
            job.IsProbe = false;
        }

        // Lists first: they tell which runs are worth a request of their own.
        if (look.Lists.Count > 0)
        {
            await Task.WhenAll(look.Lists.Select(asked => AskAsync(asked, look, call))).ConfigureAwait(false);
        }

        await ReadEachAsync(look, call).ConfigureAwait(false);
        foreach (WaitPart part in look.Parts)
        {
            part.AfterLook();
        }

        WarnOfFailures(look);
        await ReadEarlierRunsAsync(look, call).ConfigureAwait(false);
        lock (_gate)
        {
            Schedule(look);
        }

        _lists?.Budget.CountLook(look.RequestCount);
    }

    private async Task ReadEarlierRunsAsync(Look look, CallContext call)
    {
        List<WatchedJob> jobs = WithoutForecast(look);
        if (jobs.Count == 0)
        {
            return;
        }

        using Request request = Begin(look, jobs);
        try
        {
            look.Count(await _earlierRuns.ReadAsync(jobs.Select(static job => job.LastSeen!), _time.GetUtcNow(), request.Of(call)).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (request.IsCancelled && !look.IsCancelled)
        {
            // The other runs of the look are still wanted.
        }
    }

    private async Task AskAsync(ListToAsk asked, Look look, CallContext call)
    {
        WatchedList list = asked.List;
        Dictionary<string, WatchedJob> jobs = asked.Jobs.ToDictionary(job => job.Id, StringComparer.Ordinal);
        using Request request = Begin(look, asked.Jobs);
        try
        {
            list.Pages = await list.List.ReadAsync(
                jobs.ToDictionary(job => job.Key, job => job.Value.LastSeen, StringComparer.Ordinal),
                asked.MostPages,
                found => TakeFromList(found, jobs, look),
                request.Of(call)).ConfigureAwait(false);
            look.Count(list.Pages);
        }
        catch (OperationCanceledException) when (request.IsCancelled && !look.IsCancelled)
        {
            // The other runs of the look are still wanted.
            return;
        }
        catch (JobServiceException fault)
        {
            look.Count(1);
            TakeFault(fault, asked, look, call);
            return;
        }

        list.Failures = 0;
        bool isLonger = false;
        foreach (WatchedJob job in asked.Jobs.Where(job => !job.WasTold && !job.NeedsOwnRead))
        {
            switch (list.List.RestOf(job.Id))
            {
                case ListRest.Unchanged:
                    job.WasTold = true;
                    look.HasAnswers = true;
                    break;
                case ListRest.Gone:
                    job.TimesOverlooked++;
                    job.NeedsOwnRead = true;
                    break;
                default:
                    job.NeedsOwnRead = look.IsDue(job);
                    isLonger = true;
                    break;
            }
        }

        list.Pages += isLonger ? 1 : 0;
    }

    private void TakeFromList(RemoteJob found, Dictionary<string, WatchedJob> jobs, Look look)
    {
        if (!jobs.TryGetValue(found.Id, out WatchedJob? job))
        {
            _earlierRuns.LearnOfOther(found);
            return;
        }

        job.TimesOverlooked = 0;
        if (found is { IsFinished: true, IsFromList: true })
        {
            job.NeedsOwnRead = true;
        }
        else if (!job.NeedsOwnRead)
        {
            Take(job, new JobReading(new JobTarget(job.Id, job.LastSeen), found), look);
        }
    }

    private void TakeFault(JobServiceException fault, ListToAsk asked, Look look, CallContext call)
    {
        WatchedList list = asked.List;
        WatchedJob[] untold = asked.Jobs.Where(job => !job.WasTold && !job.NeedsOwnRead).ToArray();
        if (JobServiceErrors.Of(fault.Kind).IsPassing)
        {
            // Where the service answers otherwise, it is the list that fails, and that may last.
            list.Failures++;
            WatchedJob? probe = list.Failures < ListFailuresBeforeProbe || fault.Kind == JobServiceErrorKind.LimitReached ? null : untold.FirstOrDefault(look.IsDue);
            if (probe is not null)
            {
                probe.NeedsOwnRead = true;
                probe.IsProbe = true;
            }

            foreach (WatchedJob job in untold.Where(job => job != probe))
            {
                Take(job, new JobReading(new JobTarget(job.Id, job.LastSeen), fault), look);
            }

            return;
        }

        if (fault.Kind == JobServiceErrorKind.QuotaExhausted)
        {
            // No other request is answered either.
            foreach (WatchedJob job in untold)
            {
                Take(job, new JobReading(new JobTarget(job.Id, job.LastSeen), fault), look);
            }

            return;
        }

        call.Verbose($"{fault.Problem} The jobs are asked for otherwise.");
        lock (_gate)
        {
            Close(list);
        }

        foreach (WatchedJob job in untold.Where(look.IsDue))
        {
            if (job.List is null || look.LooksOnce)
            {
                job.NeedsOwnRead = true;
            }
            else
            {
                look.LeaveDue(job);
            }
        }
    }

    private void Close(WatchedList list)
    {
        list.Close(_time.GetUtcNow());
        foreach (WatchedJob job in list.Jobs.ToArray())
        {
            Enlist(job);
        }
    }

    // Those that only one wait asks for are asked for apart, so that they can be dropped with it.
    private async Task ReadEachAsync(Look look, CallContext call)
    {
        List<IGrouping<WaitPart?, WatchedJob>> groups;
        lock (_gate)
        {
            groups = look.Jobs
                .Where(job => IsWatched(job) && (job.NeedsOwnRead || (!job.WasTold && !look.IsOfList(job))))
                .GroupBy(job => job.OnlyPart)
                .ToList();
        }

        await Task.WhenAll(groups.Select(group => ReadEachAsync(group.ToArray(), look, call))).ConfigureAwait(false);
    }

    private async Task ReadEachAsync(WatchedJob[] jobs, Look look, CallContext call)
    {
        Dictionary<string, WatchedJob> each = jobs.ToDictionary(job => job.Id, StringComparer.Ordinal);
        look.Count(each.Count);
        using Request request = Begin(look, jobs);
        try
        {
            await _reader.ReadAsync(
                jobs.Select(job => new JobTarget(job.Id, job.LastSeen)).ToList(),
                reading =>
                {
                    WatchedJob job = each[reading.Target.Id];
                    job.NeedsOwnRead = false;
                    Take(job, reading, look);
                },
                request.Of(call)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (request.IsCancelled && !look.IsCancelled)
        {
            // The other runs of the look are still wanted.
        }
    }

    private Request Begin(Look look, IReadOnlyList<WatchedJob> jobs)
    {
        var request = new Request(jobs, look.Token);
        lock (_gate)
        {
            look.Requests.Add(request);
            if (!jobs.Any(IsWatched))
            {
                request.Cancel();
            }
        }

        return request;
    }

    private void Take(WatchedJob job, JobReading reading, Look look)
    {
        IReadOnlyList<WaitedJob> waiting;
        bool passes = reading.Error is { } error && JobServiceErrors.Of(error.Kind).IsPassing;
        lock (_gate)
        {
            if (!IsWatched(job))
            {
                return;
            }

            job.WasTold = true;
            waiting = job.Waiting;
            bool isProbe = job.IsProbe;
            job.IsProbe = false;
            if (passes)
            {
                job.Failures++;
                look.Fault = reading.Error;
                DateTimeOffset quietUntil = _time.GetUtcNow() + Min(reading.Error!.RetryAfter.GetValueOrDefault(), LongestPatience);
                _quietUntil = quietUntil > _quietUntil ? quietUntil : _quietUntil;
            }
            else
            {
                look.HasAnswers = true;
                job.Failures = 0;
                if (isProbe && job.List is { } failing)
                {
                    Close(failing);
                }

                if (reading.Job is { } seen)
                {
                    job.Saw(seen, _time.GetUtcNow());
                }

                if (reading.Error is not null || reading.Job!.IsFinished)
                {
                    Remove(job);
                }
            }
        }

        if (passes)
        {
            string line = $"{reading.Error!.Message} The wait goes on.";
            foreach (WaitedJob waited in waiting)
            {
                waited.LastFault = reading.Error;
                waited.Part.Tell(line);
            }

            return;
        }

        if (reading.Job is { IsFinished: true } finished)
        {
            _earlierRuns.Learn(finished, finished.Duration ?? TimeSpan.FromSeconds(job.Forecast.AgeAt(_time.GetUtcNow())));
        }

        foreach (WaitedJob waited in waiting)
        {
            waited.Part.Take(waited, reading);
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
        // A last look that is almost due counts as had, or there would be one after the other until it is.
        DateTimeOffset almost = now + TimeSpan.FromSeconds(_schedule.Shortest * AlmostDue);
        foreach (WaitedJob waited in job.Waiting)
        {
            if (waited.Part.LastLook is { } last && almost < last && last < next)
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

    private bool IsWatched(WatchedJob job) => _jobs.TryGetValue(job.Id, out WatchedJob? watched) && watched == job;

    private void RenewSchedule() =>
        _schedule = new LookSchedule(_parts.Min(part => part.Options.MinimumInterval), _parts.Min(part => part.Options.MaximumInterval));

    private void WarnOfFailures(Look look)
    {
        _failuresInARow = look.HasAnswers || look.Fault is null ? 0 : _failuresInARow + 1;
        if (_failuresInARow == FailuresBeforeWarning)
        {
            foreach (WaitPart part in look.Parts)
            {
                part.Warn($"{_reader.Service} could not be asked {FailuresBeforeWarning} times in a row; the wait goes on. {look.Fault!.Message}");
            }
        }
    }

    private static void Tell(Look look, string line)
    {
        foreach (WaitPart part in look.Parts)
        {
            part.Tell(line);
        }
    }

    private async Task DelayAsync(TimeSpan delay, Task changed, CancellationToken over)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(over);
        Task timer = _time.Delay(delay, end.Token);
        Task first = await Task.WhenAny(timer, changed).ConfigureAwait(false);
        if (first != timer)
        {
            end.Cancel();
        }
        else
        {
            await timer.ConfigureAwait(false);
        }
    }

    // The one who waits for it goes on at once, so no lock may be held by whoever fulfils it.
    private TaskCompletionSource<bool> NextSignal()
    {
        TaskCompletionSource<bool> changed = _changed;
        _changed = new TaskCompletionSource<bool>();
        return changed;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
