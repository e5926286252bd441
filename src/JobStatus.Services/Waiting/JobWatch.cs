using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Http;

namespace JobStatus.Services.Waiting;

/// <summary>
/// Polls the runs of one reader for all waits in the process. <see cref="PollPlanner"/> decides what to poll and when. The
/// watch holds the lock, sends the requests, and reports the results to the waits. It uses one timer and works only while
/// there are waits. The polls of one wait are sequential, and a wait that joins during a poll gets its own.
/// </summary>
internal sealed class JobWatch
{
    // Timers have a maximum delay, so longer delays are split.
    private static readonly TimeSpan MaxTimerDelay = TimeSpan.FromDays(1);

    private const int FailuresBeforeWarning = 3;

    private static readonly ConditionalWeakTable<IJobReader, JobWatch> Watches = new();

    // Protects everything below, including the runs, the planner and its polls. It is never held while a wait or a reader is called.
    private readonly object _gate = new();
    private readonly IJobReader _reader;
    private readonly IJobListReader? _listReader;
    private readonly WatchedJobs _jobs;
    private readonly PollPlanner _planner;
    private readonly RequestBudget _budget;
    private readonly Dictionary<PollRequest, CancellationTokenSource> _requests = [];
    private TaskCompletionSource<bool> _changed = new();
    private Loop? _loop;
    private int _consecutiveFailures;

    private JobWatch(IJobReader reader)
    {
        _reader = reader;
        _listReader = reader as IJobListReader;
        var random = new Random();
        _jobs = new WatchedJobs(_listReader, random);
        _planner = new PollPlanner(_jobs, random);
        _budget = _listReader?.Budget ?? RequestBudget.Unlimited();
    }

    /// <summary>The end of the pause that the service requested. A time in the past means that there is no pause.</summary>
    public DateTimeOffset PausedUntil => _budget.PausedUntil;

    /// <summary>The earliest time at which the limits of the service allow a request that does not belong to a poll.</summary>
    public DateTimeOffset NextRequest
    {
        get
        {
            RequestAllowance allowance = _budget.Allowance;
            return allowance.NextPoll > allowance.PausedUntil ? allowance.NextPoll : allowance.PausedUntil;
        }
    }

    /// <summary>Returns the watch for a reader, which all waits in the process share.</summary>
    public static JobWatch For(IJobReader reader) => Watches.GetValue(reader, static it => new JobWatch(it));

    /// <summary>Starts to poll the runs of a wait.</summary>
    public void Join(WaitPart part)
    {
        IReadOnlyList<JobReadResult> known;
        TaskCompletionSource<bool> changed;
        Loop? started = null;
        lock (_gate)
        {
            if (_loop is null)
            {
                _loop = started = new Loop(part.Options.Time);
                _consecutiveFailures = 0;
            }

            known = _jobs.Join(part, _loop.Now);
            changed = ResetSignal_NeedsLock();
        }

        foreach (JobReadResult result in known)
        {
            part.HandleResult(result);
        }

        changed.TrySetResult(true);
        if (started is not null)
        {
            started.Completion = RunAsync(started);
        }
    }

    /// <summary>Starts to poll another run of a wait, unless the wait has left.</summary>
    public void Add(WaitPart part, JobTarget target)
    {
        TaskCompletionSource<bool> changed;
        lock (_gate)
        {
            if (_loop is null || !_jobs.Contains(part))
            {
                return;
            }

            _jobs.Add(target, part, _loop.Now);
            changed = ResetSignal_NeedsLock();
        }

        changed.TrySetResult(true);
    }

    /// <summary>Counts a request of a wait that does not belong to a poll.</summary>
    public void CountRequest() => _budget.CountPoll(1);

    /// <summary>
    /// Returns the run of a wait that will probably finish first, or null if no completion can be predicted. Runs that are overdue, and
    /// waits for a state before the end, do not count.
    /// </summary>
    public ExpectedEnd? FindNextEnd(WaitPart part)
    {
        lock (_gate)
        {
            DateTimeOffset now = part.Options.Time.GetUtcNow();
            ExpectedEnd? next = null;
            foreach (WatchedJob job in _jobs.All.Where(job => !job.WaitsForState && job.AnyPart(other => other == part)))
            {
                if (job.LastSeen is { } seen && job.ExpectedEndAt(now) is { } end && end > now)
                {
                    next = ExpectedEnd.Earlier(next, new ExpectedEnd(seen, end));
                }
            }

            return next;
        }
    }

    /// <summary>
    /// Returns a run as it was last read, or null if no wait polls it, or if it has not been read since the caller saw it.
    /// </summary>
    public JobOutlook? FindOutlook(string id, RemoteJob? known)
    {
        lock (_gate)
        {
            return _loop is { } loop && _jobs.Find(id) is { LastSeen: { } seen } job && seen != known
                ? new JobOutlook(seen, job.ExpectedEndAt(loop.Now))
                : null;
        }
    }

    /// <summary>Stops polling for a wait. Requests that only this wait needs are canceled.</summary>
    public async Task LeaveAsync(WaitPart part)
    {
        Loop? ended = null;
        CancellationTokenSource[] unneeded;
        TaskCompletionSource<bool> changed;
        lock (_gate)
        {
            _jobs.Leave(part, _loop!.Now);
            unneeded = _requests.Where(request => !_jobs.IsNeeded(request.Key)).Select(static request => request.Value).ToArray();
            if (_jobs.IsEmpty)
            {
                (ended, _loop) = (_loop, null);
                ended.IsOver = true;
            }

            changed = ResetSignal_NeedsLock();
        }

        foreach (CancellationTokenSource request in unneeded)
        {
            try
            {
                request.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The request has ended in the meantime.
            }
        }

        changed.TrySetResult(true);
        if (ended is not null)
        {
            await ended.Completion.ConfigureAwait(false);
        }
    }

    private async Task RunAsync(Loop loop)
    {
        var running = new List<Task>();
        while (true)
        {
            PollPlan plan;
            DateTimeOffset now;
            Task changed;
            lock (_gate)
            {
                // The last wait ends the loop and resets the signal under the lock, so the loop cannot wait for a signal in vain.
                if (loop.IsOver)
                {
                    break;
                }

                now = loop.Now;
                changed = _changed.Task;
                plan = _planner.Plan(now, _budget.Allowance);
            }

            // The observer can end the wait from within the call.
            foreach (WaitPart part in plan.HeldBack)
            {
                part.WarnAboutBudget(FormattableString.Invariant(
                    $"The remaining {_reader.Service} quota is {_budget.Describe()}, ")
                    + FormattableString.Invariant($"so the next poll is delayed by {(_budget.NextPoll - now).TotalSeconds:0} s."));
            }

            running.RemoveAll(static task => task.IsCompleted);
            if (plan.Poll is { } poll)
            {
                running.Add(PollAndReportAsync(poll, loop));
            }
            else if (plan.Next < DateTimeOffset.MaxValue)
            {
                await DelayAsync(plan.Next - now, loop.Time, changed).ConfigureAwait(false);
            }
            else
            {
                await changed.ConfigureAwait(false);
            }
        }

        await Task.WhenAll(running).ConfigureAwait(false);
    }

    private static async Task DelayAsync(TimeSpan delay, TimeProvider time, Task changed)
    {
        // Timers truncate to whole milliseconds, so the delay is rounded up. A delay of zero would cause a busy loop.
        delay = delay < MaxTimerDelay ? TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds)) : MaxTimerDelay;
        using var cancellation = new CancellationTokenSource();
        if (await Task.WhenAny(time.Delay(delay, cancellation.Token), changed).ConfigureAwait(false) == changed)
        {
            cancellation.Cancel();
        }
    }

    // Never throws, because exceptions are passed to the waits that the poll belongs to.
    private async Task PollAndReportAsync(Poll poll, Loop loop)
    {
        try
        {
            await PollAsync(poll, loop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (loop.IsOver)
        {
            // No wait needs the poll anymore.
        }
        catch (Exception exception)
        {
            foreach (WaitPart part in poll.Parts)
            {
                part.Fail(exception);
            }
        }

        TaskCompletionSource<bool> changed;
        lock (_gate)
        {
            _planner.End(poll);
            changed = ResetSignal_NeedsLock();
        }

        changed.TrySetResult(true);
    }

    private async Task PollAsync(Poll poll, Loop loop)
    {
        // Lists are read first because they show which runs must be read by their ids.
        await SendAllAsync(poll.Lists, ReadListAsync, poll, loop).ConfigureAwait(false);
        IReadOnlyList<PollRequest> requests;
        lock (_gate)
        {
            requests = poll.ReadsById();
        }

        await SendAllAsync(requests, ReadByIdAsync, poll, loop).ConfigureAwait(false);
        foreach (WaitPart part in poll.Parts)
        {
            part.OnPolled();
        }

        bool warns;
        lock (_gate)
        {
            _consecutiveFailures = poll.HasResponses || poll.LastError is null ? 0 : _consecutiveFailures + 1;
            warns = _consecutiveFailures == FailuresBeforeWarning;
            requests = poll.ReadsOfEarlierRuns(loop.Now, _budget.Allowance.Spare);
        }

        if (warns)
        {
            foreach (WaitPart part in poll.Parts)
            {
                part.Warn(
                    $"{FailuresBeforeWarning} consecutive requests to {_reader.Service} failed. The wait continues. "
                        + poll.LastError!.Message);
            }
        }

        await SendAllAsync(requests, ReadEarlierRunsAsync, poll, loop).ConfigureAwait(false);
        lock (_gate)
        {
            _planner.Schedule(poll, loop.Now);
        }

        _budget.CountPoll(poll.RequestCount);
    }

    private Task SendAllAsync(
        IReadOnlyList<PollRequest> requests,
        Func<PollRequest, Poll, Loop, CallContext, Task> send,
        Poll poll,
        Loop loop) =>
        Task.WhenAll(requests.Select(request => SendAsync(request, send, poll, loop)));

    // Sends a request, and cancels it when no wait needs its runs anymore.
    private async Task SendAsync(PollRequest request, Func<PollRequest, Poll, Loop, CallContext, Task> send, Poll poll, Loop loop)
    {
        using var cancellation = new CancellationTokenSource();
        lock (_gate)
        {
            _requests.Add(request, cancellation);
            if (!_jobs.IsNeeded(request))
            {
                cancellation.Cancel();
            }
        }

        try
        {
            var call = new CallContext(
                cancellation.Token,
                line => Write(poll, part => part.WriteVerbose(line)),
                debug: line => Write(poll, part => part.WriteDebug(line))) { RetryTransientErrors = false };
            await send(request, poll, loop, call).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested && !loop.IsOver)
        {
            // Only this request was canceled, and the rest of the poll continues.
        }
        finally
        {
            lock (_gate)
            {
                _requests.Remove(request);
            }
        }
    }

    private async Task ReadListAsync(PollRequest request, Poll poll, Loop loop, CallContext call)
    {
        WatchedList list = request.List!;
        try
        {
            int pages = await list.List.ReadAsync(
                request.Jobs.ToDictionary(static job => job.Id, static job => job.LastSeen, StringComparer.Ordinal),
                request.MaxPages,
                item =>
                {
                    IReadOnlyList<WaitPart> parts;
                    lock (_gate)
                    {
                        parts = poll.HandleListItem(request, item, loop.Now);
                    }

                    Report(parts, new JobReadResult(new JobTarget(item.Id), item));
                },
                call).ConfigureAwait(false);
            lock (_gate)
            {
                poll.HandleList(request, pages);
            }
        }
        catch (JobServiceException error)
        {
            IReadOnlyList<WatchedJob> failed;
            bool isDisabled;
            lock (_gate)
            {
                failed = poll.HandleListError(request, error, loop.Now);
                isDisabled = list.IsDisabledAt(loop.Now);
            }

            if (isDisabled)
            {
                call.Verbose($"{error.Problem} The wait continues, but polls the affected jobs without this list.");
            }

            foreach (WatchedJob job in failed)
            {
                HandleResult(job, new JobReadResult(new JobTarget(job.Id, job.LastSeen), error), poll, loop);
            }
        }
    }

    private Task ReadByIdAsync(PollRequest request, Poll poll, Loop loop, CallContext call)
    {
        Dictionary<string, WatchedJob> jobs = request.Jobs.ToDictionary(static job => job.Id, StringComparer.Ordinal);
        return _reader.ReadAsync(
            request.Jobs.Select(static job => new JobTarget(job.Id, job.LastSeen)).ToList(),
            result => HandleResult(jobs[result.Target.Id], result, poll, loop),
            call);
    }

    private async Task ReadEarlierRunsAsync(PollRequest request, Poll poll, Loop loop, CallContext call)
    {
        try
        {
            IReadOnlyList<RemoteJob> runs =
                await _listReader!.ReadEarlierRunsAsync(request.Jobs[0].LastSeen!, call).ConfigureAwait(false);
            lock (_gate)
            {
                foreach (RemoteJob run in runs)
                {
                    _jobs.EarlierRuns.Learn(run, run.Duration);
                }
            }
        }
        catch (JobServiceException error)
        {
            call.Verbose($"The durations of earlier runs could not be read. {error.Problem}");
        }
    }

    private void HandleResult(WatchedJob job, JobReadResult result, Poll poll, Loop loop)
    {
        IReadOnlyList<WaitPart> parts;
        lock (_gate)
        {
            parts = poll.HandleResult(job, result, loop.Now);
        }

        if (parts.Count > 0 && result is { IsTransientError: true, Error.RetryAfter: { } retryAfter })
        {
            _budget.Pause(loop.Now, retryAfter);
        }

        Report(parts, result);
    }

    private static void Report(IReadOnlyList<WaitPart> parts, JobReadResult result)
    {
        foreach (WaitPart part in parts)
        {
            part.HandleResult(result);
        }
    }

    private static void Write(Poll poll, Action<WaitPart> write)
    {
        foreach (WaitPart part in poll.Parts)
        {
            write(part);
        }
    }

    // Continuations run synchronously, so the returned source must not be completed while a lock is held.
    private TaskCompletionSource<bool> ResetSignal_NeedsLock()
    {
        TaskCompletionSource<bool> changed = _changed;
        _changed = new TaskCompletionSource<bool>();
        return changed;
    }

    // The time from the first wait that joins to the last wait that leaves.
    private sealed class Loop(TimeProvider time)
    {
        private volatile bool _isOver;

        public TimeProvider Time { get; } = time;

        public DateTimeOffset Now => Time.GetUtcNow();

        public Task Completion { get; set; } = Task.CompletedTask;

        public bool IsOver
        {
            get => _isOver;
            set => _isOver = value;
        }
    }
}
