using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Waiting;

/// <summary>The part of a wait that one reader polls.</summary>
internal sealed class WaitPart
{
    private readonly WaitSession _session;
    private readonly Action<string> _verbose;
    private readonly TaskCompletionSource<bool> _completion = new();
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);

    // The runs as they were last read. A run that the wait is done with is null. Access is synchronized by the session.
    private readonly JobTarget?[] _unfinished;

    // For each run, the error of the last poll, or null if it succeeded.
    private readonly JobServiceException?[] _lastErrors;

    private int _remaining;
    private bool _wasWarnedAboutBudget;

    public WaitPart(IJobReader reader, IEnumerable<JobTarget> targets, WaitSession session, WaitOptions options, Action<string> verbose)
    {
        Reader = reader;
        Options = options;
        _verbose = verbose;
        _session = session;
        Start = options.Time.GetUtcNow();
        Deadline = options.Timeout is { } timeout && timeout < DateTimeOffset.MaxValue - Start ? Start + timeout : null;
        _unfinished = targets.ToArray();
        _lastErrors = new JobServiceException?[_unfinished.Length];
        _remaining = _unfinished.Length;
        for (int position = 0; position < _unfinished.Length; position++)
        {
            _positions.Add(_unfinished[position]!.Id, position);
        }
    }

    public IJobReader Reader { get; }

    public WaitOptions Options { get; }

    public IReadOnlyCollection<string> Ids => _positions.Keys;

    /// <summary>The unfinished runs as they were last read.</summary>
    public IEnumerable<JobTarget> Unfinished => _unfinished.OfType<JobTarget>();

    public DateTimeOffset Start { get; }

    public DateTimeOffset? Deadline { get; }

    public bool IsSinglePoll => Options.Timeout == TimeSpan.Zero;

    /// <summary>
    /// Completes when the wait for every run of this part is done, or after the only poll of a wait with a single poll.
    /// </summary>
    public Task Completion => _completion.Task;

    /// <summary>
    /// The time of the last poll, which is slightly before the deadline, so that a run that finishes just in time is
    /// detected.
    /// </summary>
    public DateTimeOffset? LastPoll =>
        Deadline - TimeSpan.FromTicks(Math.Min(TimeSpan.TicksPerSecond, (Deadline.GetValueOrDefault() - Start).Ticks / 10));

    /// <summary>Handles the result for one of the runs.</summary>
    public void HandleResult(JobReadResult result)
    {
        int position = _positions[result.Target.Id];
        if (result.IsTransientError)
        {
            _lastErrors[position] = result.Error;
            WriteVerbose($"{result.Error!.Problem} The wait continues.");
            return;
        }

        _lastErrors[position] = null;
        bool isDone = false;
        NotifyObserver(() => isDone = _session.HandleResult(ref _unfinished[position], result));
        if (isDone && Interlocked.Decrement(ref _remaining) == 0)
        {
            _completion.TrySetResult(true);
        }
    }

    /// <summary>Writes a verbose message, unless the wait has ended.</summary>
    public void WriteVerbose(string line)
    {
        if (!_session.IsOver)
        {
            NotifyObserver(() => _verbose(line));
        }
    }

    public void Warn(string message) => NotifyObserver(() => _session.Warn(message));

    /// <summary>Warns once that the quota of the service delays the wait.</summary>
    public void WarnAboutBudget(string message)
    {
        if (!_wasWarnedAboutBudget)
        {
            _wasWarnedAboutBudget = true;
            Warn(message);
        }
    }

    /// <summary>Called after a poll that included runs of this part.</summary>
    public void OnPolled()
    {
        NotifyObserver(_session.ReportProgress);
        if (IsSinglePoll)
        {
            _completion.TrySetResult(true);
        }
    }

    /// <summary>
    /// Ends the wait with an exception. A cancellation that no wait requested is also reported as an error.
    /// </summary>
    public void Fail(Exception exception) =>
        _completion.TrySetException(exception is OperationCanceledException ? new InvalidOperationException(
            $"A request to {Reader.Service} was canceled unexpectedly.",
            exception) : exception);

    public void Cancel() => _completion.TrySetCanceled();

    /// <summary>Abandons the runs that have not finished by the deadline.</summary>
    public void AbandonUnfinished() => _session.Abandon(_unfinished, CreateTimeoutError);

    // An exception of the observer ends its own wait but no other.
    private void NotifyObserver(Action notify)
    {
        if (_completion.Task.IsFaulted)
        {
            return;
        }

        try
        {
            notify();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private JobServiceException CreateTimeoutError(JobTarget target)
    {
        JobServiceException? error = _lastErrors[_positions[target.Id]];
        string lastStatus = target.LastSeen is { } last
            ? $"The job was still {last.State} (status: {DisplayText.OneLine(last.Status) ?? "none"})."
            : "No status was received.";
        string lastError = error is null ? string.Empty : $" The last poll failed: {error.Problem}";

        // The error of a single poll during a pause already states the pause.
        DateTimeOffset pausedUntil = JobWatch.For(Reader).PausedUntil;
        bool isPaused = pausedUntil > Options.Time.GetUtcNow();
        string end = pausedUntil.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
        string pause = isPaused && !IsSinglePoll
            ? $" {Reader.Service} requested a pause until {end}, and no requests are sent during the pause."
            : string.Empty;
        double seconds = Options.Timeout.GetValueOrDefault().TotalSeconds;
        return new JobServiceException(
            Reader.Service,
            JobServiceErrorKind.WaitTimeout,
            $"The wait for {Reader.Service} job {target.Id} timed out after {seconds:0.###} s. {lastStatus}{lastError}{pause}",
            innerException: error)
        {
            Reason = isPaused ? JobServiceErrorReason.WaitDuringPause
                : target.LastSeen is null ? JobServiceErrorReason.WaitWithoutStatus
                : null,
        };
    }
}
