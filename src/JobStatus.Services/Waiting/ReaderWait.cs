using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Waiting;

/// <summary>The part of a wait that one reader can tell about: asks for all runs that are due in one call.</summary>
internal sealed class ReaderWait
{
    // A service may ask for patience; for more than this it is asked again all the same.
    private static readonly TimeSpan LongestPatience = TimeSpan.FromHours(1);

    // Delays above this are taken in parts, since timers have a limit of their own.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private const int FailuresBeforeWarning = 3;

    private readonly IJobReader _reader;
    private readonly WaitSession _session;
    private readonly PollSchedule _schedule;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _start;
    private readonly DateTimeOffset? _deadline;
    private readonly Action<string> _verbose;
    private int _failuresInARow;

    public ReaderWait(IJobReader reader, IEnumerable<JobTarget> targets, WaitSession session, WaitOptions options, Action<string> verbose)
    {
        _reader = reader;
        _session = session;
        _schedule = new PollSchedule(options);
        _time = options.Time;
        _verbose = verbose;
        _start = _time.GetUtcNow();
        _deadline = options.Timeout is { } timeout && timeout < DateTimeOffset.MaxValue - _start ? _start + timeout : null;
        Jobs = targets.Select(target => new WaitedJob(target, FirstLook(target, options))).ToList();
    }

    public IReadOnlyList<WaitedJob> Jobs { get; }

    /// <summary>Gives up what has not ended by the deadline.</summary>
    public void GiveUp(TimeSpan timeout) => _session.GiveUp(Jobs, job => TimedOut(job, timeout));

    /// <summary>Looks once at every run.</summary>
    public Task LookOnceAsync(CancellationToken cancellationToken) => LookAsync(Jobs, cancellationToken);

    /// <summary>Looks at every run whenever it is due, until all have ended.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            List<WaitedJob> open = Jobs.Where(job => !job.Ended).ToList();
            if (open.Count == 0)
            {
                return;
            }

            DateTimeOffset now = _time.GetUtcNow();
            List<WaitedJob> due = open.Where(job => job.NextLook <= now).ToList();
            if (due.Count == 0)
            {
                // Timers count whole milliseconds; one that is cut to none would be asked for again and again.
                var delay = TimeSpan.FromMilliseconds(Math.Ceiling((open.Min(job => job.NextLook) - now).TotalMilliseconds));
                await _time.Delay(delay < LongestDelay ? delay : LongestDelay, cancellationToken).ConfigureAwait(false);
                continue;
            }

            await LookAsync(due, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task LookAsync(IReadOnlyList<WaitedJob> due, CancellationToken cancellationToken)
    {
        Dictionary<string, WaitedJob> byId = due.ToDictionary(job => job.Target.Id, StringComparer.Ordinal);
        TimeSpan patience = TimeSpan.Zero;
        JobServiceException? lastFault = null;
        bool anyAnswer = false;
        await _reader.ReadAsync(
            due.Select(job => job.Target).ToList(),
            reading =>
            {
                WaitedJob job = byId[reading.Target.Id];
                if (reading.Error is { } error && JobServiceErrors.Of(error.Kind).IsPassing)
                {
                    lastFault = job.LastFault = error;
                    patience = Max(patience, error.RetryAfter.GetValueOrDefault());
                    _verbose($"{error.Message} The wait goes on.");
                }
                else
                {
                    anyAnswer = true;
                    _session.Take(job, reading);
                }
            },
            new CallContext(cancellationToken, _verbose) { RetryPassingFaults = false }).ConfigureAwait(false);
        _session.TellProgress();
        WarnOfFailures(anyAnswer, lastFault);
        Schedule(due, patience < LongestPatience ? patience : LongestPatience);
    }

    private void Schedule(IReadOnlyList<WaitedJob> due, TimeSpan patience)
    {
        DateTimeOffset now = _time.GetUtcNow();
        DateTimeOffset next = now + Max(_schedule.After(now - _start), patience);
        if (LastLook() is { } last && now < last && last < next)
        {
            next = last;
        }

        foreach (WaitedJob job in due)
        {
            job.NextLook = next;
        }

        // A service that asks for patience asks it for every run, also for those that are due sooner.
        if (patience > TimeSpan.Zero)
        {
            foreach (WaitedJob job in Jobs.Where(job => job.NextLook < now + patience))
            {
                job.NextLook = now + patience;
            }
        }
    }

    // The last look comes a little before the deadline, so that a run that ended just in time is still noticed.
    private DateTimeOffset? LastLook() =>
        _deadline - TimeSpan.FromTicks(Math.Min(TimeSpan.TicksPerSecond, (_deadline.GetValueOrDefault() - _start).Ticks / 10));

    // What was read a moment ago is not read again at once.
    private DateTimeOffset FirstLook(JobTarget target, WaitOptions options)
    {
        if (target.LastSeen is not { IsFinished: false } seen)
        {
            return _start;
        }

        DateTimeOffset look = seen.ObservedAt + options.MinimumInterval;
        return look > _start + options.MinimumInterval ? _start + options.MinimumInterval : look;
    }

    private void WarnOfFailures(bool anyAnswer, JobServiceException? fault)
    {
        _failuresInARow = anyAnswer || fault is null ? 0 : _failuresInARow + 1;
        if (_failuresInARow == FailuresBeforeWarning)
        {
            _session.Warn($"{_reader.Service} could not be asked {FailuresBeforeWarning} times in a row; the wait goes on. {fault!.Message}");
        }
    }

    private JobServiceException TimedOut(WaitedJob job, TimeSpan timeout)
    {
        string seen = job.Target.LastSeen is { } last
            ? $"{_reader.Service} job {job.Target.Id} was still {last.State} ({DisplayText.OneLine(last.Status) ?? "no status"})"
            : $"Nothing was heard of {_reader.Service} job {job.Target.Id}";
        string fault = job.LastFault is null ? string.Empty : $" The last look failed: {job.LastFault.Problem}";
        return new JobServiceException(
            _reader.Service,
            JobServiceErrorKind.WaitTimeout,
            $"{seen} when the wait ended after {timeout.TotalSeconds:0.###} s.{fault}",
            JobServiceErrors.Of(JobServiceErrorKind.WaitTimeout).Action,
            job.LastFault);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
