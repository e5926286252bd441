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
/// tells about many. It works while somebody waits, in one task and with one timer.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "It is disposed of when the last wait leaves.")]
internal sealed class JobWatch
{
    // Delays above this are taken in parts, since timers have a limit of their own.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    // A service may ask for patience; for more than this it is asked again all the same.
    private static readonly TimeSpan LongestPatience = TimeSpan.FromHours(1);

    // A shorter wait for the allowance is worth no warning.
    private static readonly TimeSpan NoticeableDelay = TimeSpan.FromSeconds(10);

    private static readonly ConditionalWeakTable<IJobReader, JobWatch> Watches = new();

    private const int FailuresBeforeWarning = 3;
    private const int TimesOverlookedBeforeAnotherList = 2;
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
    private Task _loop = Task.CompletedTask;
    private Look? _look;
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
                Add(waited);
            }

            changed = NextSignal();
            over = _over;
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
        Look? unwanted;
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

            unwanted = _look is { } look && !look.Jobs.Any(IsWatched) ? look : null;
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

        unwanted?.Cancel();
        changed.TrySetResult(true);
        if (over is not null)
        {
            over.Cancel();
            await loop.ConfigureAwait(false);
            over.Dispose();
        }
    }

    private async Task RunAsync(CancellationToken over)
    {
        try
        {
            while (!over.IsCancellationRequested)
            {
                Look? look;
                Task changed;
                TimeSpan delay;
                lock (_gate)
                {
                    changed = _changed.Task;
                    look = Plan(over, out delay);
                    _look = look;
                }

                if (look is null)
                {
                    await DelayAsync(delay, changed, over).ConfigureAwait(false);
                    continue;
                }

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

                    // Those who wait leave now; until then there is nothing to do.
                    await DelayAsync(LongestDelay, changed, over).ConfigureAwait(false);
                }
                finally
                {
                    lock (_gate)
                    {
                        _look = _look == look ? null : _look;
                    }

                    look.Dispose();
                }
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The last wait has ended.
        }
    }

    // What to ask for now; or null, and when to plan again.
    private Look? Plan(CancellationToken over, out TimeSpan delay)
    {
        DateTimeOffset now = _time.GetUtcNow();
        DateTimeOffset next = DateTimeOffset.MaxValue;
        var due = new List<WatchedJob>();

        // What is almost due comes along with what is due. It does not bring a look about: the last look before a
        // deadline would then follow itself again and again until its time has come.
        DateTimeOffset almost = _jobs.Values.Any(job => job.NextLook <= now) ? now + TimeSpan.FromSeconds(_schedule.Shortest * AlmostDue) : now;
        foreach (WatchedJob job in _jobs.Values)
        {
            if (job.NextLook <= almost)
            {
                due.Add(job);
            }
            else if (job.NextLook < next)
            {
                next = job.NextLook;
            }
        }

        Look? look = due.Count == 0 ? null : Choose(due, now, ref next, over);
        if (look is not null && !look.LooksOnce && Earliest(look, now) is var earliest && earliest > now)
        {
            look.Dispose();
            look = null;
            next = earliest;
        }

        // Timers count whole milliseconds; one that is cut to none would be asked for again and again.
        delay = next - now < LongestDelay ? TimeSpan.FromMilliseconds(Math.Ceiling((next - now).TotalMilliseconds)) : LongestDelay;
        return look;
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

            DateTimeOffset horizon = now + (list.Interval ??= TimeToAll(list, now));
            int soon = list.Jobs.Count(job => job.NextLook <= horizon);
            if (soon <= list.Pages)
            {
                look.Add(group);
            }
            else if (list.NextLook <= now || group.Any(IsUrgent))
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
        next = Min(nextList, next > soonest ? next : soonest);
        return null;
    }

    // A wait that looks once, or for the last time, does not wait for the others.
    private bool IsUrgent(WatchedJob job) => job.Waiting.Any(waited => waited.Part.LooksOnce || waited.Part.LastLook <= job.NextLook);

    private DateTimeOffset Earliest(Look look, DateTimeOffset now)
    {
        DateTimeOffset earliest = _quietUntil;
        if (_lists is null)
        {
            return earliest;
        }

        if (_lists.Budget.QuietUntil > earliest)
        {
            earliest = _lists.Budget.QuietUntil;
        }

        DateTimeOffset allowed = _lists.Budget.NextLook;
        if (allowed > earliest && !look.IsFirst)
        {
            earliest = allowed;
            if (allowed - now > NoticeableDelay)
            {
                foreach (WaitPart part in look.Parts)
                {
                    part.WarnOfBudget($"{_reader.Service} has {_lists.Budget.Describe()}; so the next look at the jobs is {(allowed - now).TotalSeconds:0} s later than it would be.");
                }
            }
        }

        return earliest;
    }

    private async Task LookAsync(Look look)
    {
        var call = new CallContext(look.Token, line => Tell(look, line)) { RetryPassingFaults = false };
        foreach (WatchedJob job in look.Jobs)
        {
            job.WasTold = false;
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
        await _earlierRuns.ReadAsync(WithoutForecast(look), _time.GetUtcNow(), call).ConfigureAwait(false);
        lock (_gate)
        {
            Schedule(look);
        }

        _lists?.Budget.CountLook(look.IsFirst ? 0 : look.Requests);
    }

    private async Task AskAsync(ListToAsk asked, Look look, CallContext call)
    {
        WatchedList list = asked.List;
        Dictionary<string, WatchedJob> jobs = asked.Jobs.ToDictionary(job => job.Id, StringComparer.Ordinal);
        try
        {
            list.Pages = await list.List.ReadAsync(
                jobs.ToDictionary(job => job.Key, job => job.Value.LastSeen, StringComparer.Ordinal),
                asked.MostPages,
                found =>
                {
                    if (jobs.TryGetValue(found.Id, out WatchedJob? job))
                    {
                        job.TimesOverlooked = 0;
                        if (found is { IsFinished: true, IsFromList: true })
                        {
                            job.NeedsOwnRead = true;
                        }
                        else
                        {
                            Take(job, new JobReading(new JobTarget(job.Id, job.LastSeen), found), look);
                        }
                    }
                    else
                    {
                        _earlierRuns.Learn(found, found.Duration);
                    }
                },
                call).ConfigureAwait(false);
            look.Count(list.Pages);
        }
        catch (JobServiceException fault)
        {
            look.Count(1);
            if (JobServiceErrors.Of(fault.Kind).IsPassing)
            {
                foreach (WatchedJob job in asked.Jobs)
                {
                    Take(job, new JobReading(new JobTarget(job.Id, job.LastSeen), fault), look);
                }

                return;
            }

            call.Verbose($"{fault.Problem} The jobs are asked for otherwise.");
            lock (_gate)
            {
                list.Close(_time.GetUtcNow());
                foreach (WatchedJob job in asked.Jobs)
                {
                    Enlist(job);
                }
            }

            foreach (WatchedJob job in asked.Jobs)
            {
                job.NeedsOwnRead = look.IsDue(job);
            }

            return;
        }

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

    private async Task ReadEachAsync(Look look, CallContext call)
    {
        Dictionary<string, WatchedJob> each = look.Jobs
            .Where(job => !job.WasTold && (job.NeedsOwnRead || !look.IsOfList(job)))
            .ToDictionary(job => job.Id, StringComparer.Ordinal);
        if (each.Count == 0)
        {
            return;
        }

        look.Count(each.Count);
        await _reader.ReadAsync(
            each.Values.Select(job => new JobTarget(job.Id, job.LastSeen)).ToList(),
            reading =>
            {
                WatchedJob job = each[reading.Target.Id];
                job.NeedsOwnRead = false;
                Take(job, reading, look);
            },
            call).ConfigureAwait(false);
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
                waited.Part.Verbose(line);
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
    private List<RemoteJob> WithoutForecast(Look look)
    {
        lock (_gate)
        {
            return look.LooksOnce
                ? []
                : look.Jobs
                    .Where(job => IsWatched(job) && job.WasTold && job.Failures == 0 && !job.Forecast.IsPredicted && !look.IsOfList(job) && job.List is not { Jobs.Count: > 1 })
                    .Select(job => job.LastSeen)
                    .OfType<RemoteJob>()
                    .ToList();
        }
    }

    private void Schedule(Look look)
    {
        DateTimeOffset now = _time.GetUtcNow();
        double jitter = 1 - Jitter + (2 * Jitter * _random.NextDouble());
        foreach (WatchedJob job in look.Jobs.Where(job => IsWatched(job) && (job.WasTold || look.IsDue(job))))
        {
            if (job.TimesOverlooked >= TimesOverlookedBeforeAnotherList)
            {
                job.ListsTried++;
                job.TimesOverlooked = 0;
            }

            Enlist(job);
            job.NeedsOwnRead = false;
            job.NextLook = job.Waiting.Any(waited => waited.Part.LooksOnce && !look.Parts.Contains(waited.Part))
                ? now
                : Align(job, now, now + TimeSpan.FromSeconds(Math.Min(_schedule.Longest, Math.Max(_schedule.Shortest, Interval(job, now) * jitter))));
        }

        foreach (ListToAsk asked in look.Lists)
        {
            WatchedList list = asked.List;
            list.Interval = TimeToAll(list, now);
            list.NextLook = now + TimeSpan.FromTicks((long)(list.Interval.Value.Ticks * jitter));
        }
    }

    private double Interval(WatchedJob job, DateTimeOffset now)
    {
        double seconds = _schedule.SecondsTo(job.OddsAt(now));
        return job.Failures == 0 ? seconds : Math.Max(seconds, _schedule.AfterFailures(job.Failures));
    }

    private static DateTimeOffset Align(WatchedJob job, DateTimeOffset now, DateTimeOffset next)
    {
        foreach (WaitedJob waited in job.Waiting)
        {
            if (waited.Part.LastLook is { } last && now < last && last < next)
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

        return TimeSpan.FromSeconds(_schedule.SecondsToAll());
    }

    private void Add(WaitedJob waited)
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (_jobs.TryGetValue(waited.Target.Id, out WatchedJob? job))
        {
            job.Join(waited);
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
                job.NextLook = Align(job, now, seenAt + TimeSpan.FromSeconds(Interval(job, seenAt)));
            }

            Enlist(job);
        }

        if (waited.Part.LooksOnce)
        {
            job.NextLook = now;
        }
    }

    // Puts a run to the first list that may tell about it.
    private void Enlist(WatchedJob job)
    {
        job.EarlierRuns ??= _earlierRuns.Of(job.LastSeen);
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
            part.Verbose(line);
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
