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
internal sealed partial class JobWatch
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
    private readonly List<Look> _looks = [];
    private readonly Dictionary<string, WatchedJob> _jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WatchedList> _openLists = new(StringComparer.Ordinal);
    private readonly EarlierRuns _earlierRuns;
    private readonly Random _random = new();
    private TimeProvider _time = TimeProvider.System;
    private LookSchedule _schedule = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    private TaskCompletionSource<bool> _changed = new();
    private CancellationTokenSource? _over;
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

    private bool IsWatched(WatchedJob job) => _jobs.TryGetValue(job.Id, out WatchedJob? watched) && watched == job;

    private void RenewSchedule() =>
        _schedule = new LookSchedule(_parts.Min(part => part.Options.MinimumInterval), _parts.Min(part => part.Options.MaximumInterval));

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
