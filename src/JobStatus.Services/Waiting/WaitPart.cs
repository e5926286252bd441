using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Waiting;

/// <summary>The part of a wait that one reader can tell about.</summary>
internal sealed class WaitPart
{
    private readonly WaitSession _session;
    private readonly Action<string> _verbose;
    private readonly TaskCompletionSource<bool> _ended = new();
    private readonly DateTimeOffset _start;
    private int _left;
    private bool _wasWarnedOfBudget;

    public WaitPart(IJobReader reader, IEnumerable<JobTarget> targets, WaitSession session, WaitOptions options, Action<string> verbose)
    {
        Reader = reader;
        Options = options;
        _verbose = verbose;
        _session = session;
        _start = options.Time.GetUtcNow();
        Deadline = options.Timeout is { } timeout && timeout < DateTimeOffset.MaxValue - _start ? _start + timeout : null;
        Jobs = targets.Select(target => new WaitedJob(target, this)).ToList();
        _left = Jobs.Count;
    }

    public IJobReader Reader { get; }

    public WaitOptions Options { get; }

    public IReadOnlyList<WaitedJob> Jobs { get; }

    public DateTimeOffset? Deadline { get; }

    public bool LooksOnce => Options.Timeout == TimeSpan.Zero;

    /// <summary>Ends when every run of this part has ended, or nothing more is to be expected.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The last look comes a little before the deadline, so that a run that ended just in time is still noticed.</summary>
    public DateTimeOffset? LastLook =>
        Deadline - TimeSpan.FromTicks(Math.Min(TimeSpan.TicksPerSecond, (Deadline.GetValueOrDefault() - _start).Ticks / 10));

    /// <summary>Takes an answer about one of its runs.</summary>
    public void Take(WaitedJob job, JobReading reading)
    {
        if (!job.Ended)
        {
            bool ended = false;
            Guarded(() => ended = _session.Take(job, reading));
            if (ended && Interlocked.Decrement(ref _left) == 0)
            {
                _ended.TrySetResult(true);
            }
        }
    }

    /// <summary>Tells about a request. The requests of waits that go on are no longer told to those that have ended.</summary>
    public void Tell(string line)
    {
        if (!_session.IsOver)
        {
            Guarded(() => _verbose(line));
        }
    }

    public void Warn(string message) => Guarded(() => _session.Warn(message));

    /// <summary>Says once that the service's allowance makes the wait slower.</summary>
    public void WarnOfBudget(string message)
    {
        if (!_wasWarnedOfBudget)
        {
            _wasWarnedOfBudget = true;
            Warn(message);
        }
    }

    /// <summary>A look is over that had runs of this part in it.</summary>
    public void AfterLook()
    {
        Guarded(_session.TellProgress);
        if (LooksOnce)
        {
            _ended.TrySetResult(true);
        }
    }

    /// <summary>Ends the wait with a fault. That something was cancelled is one too, where nobody cancelled it.</summary>
    public void Fail(Exception fault) =>
        _ended.TrySetException(fault is OperationCanceledException ? new InvalidOperationException($"Asking {Reader.Service} was cancelled by nobody who waits.", fault) : fault);

    public void Cancel() => _ended.TrySetCanceled();

    /// <summary>Gives up what has not ended by the deadline.</summary>
    public void GiveUp() => _session.GiveUp(Jobs, TimedOut);

    // A fault of the listener ends its own wait and no other.
    private void Guarded(Action tell)
    {
        if (_ended.Task.IsFaulted)
        {
            return;
        }

        try
        {
            tell();
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    private JobServiceException TimedOut(WaitedJob job)
    {
        string seen = job.Target.LastSeen is { } last
            ? $"{Reader.Service} job {job.Target.Id} was still {last.State} ({DisplayText.OneLine(last.Status) ?? "no status"})"
            : $"Nothing was heard of {Reader.Service} job {job.Target.Id}";
        string fault = job.LastFault is null ? string.Empty : $" The last look failed: {job.LastFault.Problem}";
        return new JobServiceException(
            Reader.Service,
            JobServiceErrorKind.WaitTimeout,
            $"{seen} when the wait ended after {Options.Timeout.GetValueOrDefault().TotalSeconds:0.###} s.{fault}",
            JobServiceErrors.Of(JobServiceErrorKind.WaitTimeout).Action,
            job.LastFault);
    }
}
