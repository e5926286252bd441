using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Waiting;

/// <summary>The part of a wait that one reader polls.</summary>
internal sealed class WaitPart
{
    // A search that fails is repeated for about as long as a read is retried, even if no retry is to be expected anymore.
    private static readonly TimeSpan MinSearchTime = TimeSpan.FromSeconds(15);

    private readonly WaitSession _session;
    private readonly CallContext _call;
    private readonly TaskCompletionSource<bool> _completion = new();
    private readonly ConcurrentDictionary<string, int> _positions = new(StringComparer.Ordinal);

    // The runs as they were last read. A run that the wait is done with is null. Access is synchronized by the session.
    private readonly JobTarget?[] _unfinished;

    // For each run, the error of the last poll, or null if it succeeded.
    private readonly JobServiceException?[] _lastErrors;

    // For each retry that has not been read yet, the time when it was found.
    private readonly DateTimeOffset?[] _foundRetries;

    // The searches for retries of failed runs, including those that have ended.
    private readonly List<Task> _searches = [];

    private int _remaining;
    private bool _wasWarnedAboutBudget;

    /// <param name="reader">The reader.</param>
    /// <param name="targets">The runs.</param>
    /// <param name="session">The wait that the part belongs to.</param>
    /// <param name="options">The options of the wait.</param>
    /// <param name="call">Receives the messages, and is canceled when the wait ends.</param>
    public WaitPart(IJobReader reader, IEnumerable<JobTarget> targets, WaitSession session, WaitOptions options, CallContext call)
    {
        Reader = reader;
        Options = options;
        _call = call;
        _session = session;
        Start = options.Time.GetUtcNow();
        Deadline = options.Timeout is { } timeout && timeout < DateTimeOffset.MaxValue - Start ? Start + timeout : null;
        _unfinished = targets.ToArray();
        _lastErrors = new JobServiceException?[_unfinished.Length];
        _foundRetries = new DateTimeOffset?[_unfinished.Length];
        _remaining = _unfinished.Length;
        for (int position = 0; position < _unfinished.Length; position++)
        {
            _positions[_unfinished[position]!.Id] = position;
        }
    }

    public IJobReader Reader { get; }

    public WaitOptions Options { get; }

    public IReadOnlyCollection<string> Ids => _positions.Keys.ToArray();

    /// <summary>The unfinished runs as they were last read.</summary>
    public IEnumerable<JobTarget> Unfinished => _unfinished.OfType<JobTarget>();

    /// <summary>The unfinished runs that are polled, which does not include failed runs whose retry is searched for.</summary>
    public IEnumerable<JobTarget> Polled => Unfinished.Where(target => !IsFollowed(target));

    /// <summary>Returns a run as it was last read, or null if the wait is done with it or has not read it yet.</summary>
    public RemoteJob? FindLastSeen(string id) =>
        _positions.TryGetValue(id, out int position) ? _unfinished[position]?.LastSeen : null;

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
        if (result.IsTransientError && !IsUnreadableRetry(position))
        {
            _lastErrors[position] = result.Error;
            WriteVerbose($"{result.Error!.Problem} The wait continues.");
            return;
        }

        _lastErrors[position] = null;
        _foundRetries[position] = null;
        bool isDone = false;
        NotifyObserver(() => isDone = _session.HandleResult(ref _unfinished[position], result));
        if (isDone)
        {
            OnRunDone();
        }
        else if (_unfinished[position] is { } target && target.LastSeen == result.Job && IsFollowed(target))
        {
            StartSearch(position, target.LastSeen!);
        }
    }

    /// <summary>Starts to search for the retries of the runs that had failed before the wait.</summary>
    public void StartSearches()
    {
        for (int position = 0; position < _unfinished.Length; position++)
        {
            if (_unfinished[position] is { } target && IsFollowed(target))
            {
                StartSearch(position, target.LastSeen!);
            }
        }

        if (IsSinglePoll && !Polled.Any())
        {
            _completion.TrySetResult(true);
        }
    }

    /// <summary>Completes when all searches have ended, which they do when their wait ends.</summary>
    public async Task WhenSearchesEndAsync()
    {
        Task[] searches = [];
        while (true)
        {
            // A search can start another one before it ends.
            lock (_searches)
            {
                if (_searches.Count == searches.Length)
                {
                    return;
                }

                searches = _searches.ToArray();
            }

            await Task.WhenAll(searches).ConfigureAwait(false);
        }
    }

    /// <summary>Writes a verbose message, unless the wait has ended.</summary>
    public void WriteVerbose(string line) => Write(line, _call.Verbose);

    /// <summary>Writes a debug message, unless the wait has ended.</summary>
    public void WriteDebug(string line) => Write(line, _call.Debug);

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
        NotifyObserver(() => _session.ReportProgress());
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

    private bool IsFollowed(JobTarget target) => target.LastSeen is { IsFinished: true } job && Options.Follows(job, Reader);

    // A retry that was never read is given up like a search.
    private bool IsUnreadableRetry(int position) =>
        _foundRetries[position] is { } found
        && Options.Time.GetUtcNow() - found >= MinSearchTime
        && _unfinished[position] is { } retry
        && _session.FindRepeated(Reader, retry.Id) is { } failed
        && !((IRetryFinder)Reader).MayStillRepeat(failed);

    private void OnRunDone()
    {
        if (Interlocked.Decrement(ref _remaining) == 0)
        {
            _completion.TrySetResult(true);
        }
    }

    private void StartSearch(int position, RemoteJob failed)
    {
        Task search = SearchAsync(position, failed);
        lock (_searches)
        {
            _searches.Add(search);
        }
    }

    // Never throws, because exceptions end the wait.
    private async Task SearchAsync(int position, RemoteJob failed)
    {
        try
        {
            TimeSpan interval = Options.MinimumInterval;
            DateTimeOffset start = Options.Time.GetUtcNow();
            while (!await TrySearchAsync(position, failed, start).ConfigureAwait(false) && !IsSinglePoll)
            {
                NotifyObserver(() => _session.ReportProgress());

                // A long pause of the service does not extend the time for which a retry is to be expected.
                TimeSpan pause = JobWatch.For(Reader).NextRequest - Options.Time.GetUtcNow();
                pause = pause < Options.MaximumInterval ? pause : Options.MaximumInterval;
                await Options.Time.Delay(pause > interval ? pause : interval, _call.CancellationToken).ConfigureAwait(false);
                interval += interval;
                interval = interval < Options.MaximumInterval ? interval : Options.MaximumInterval;
            }

            NotifyObserver(() => _session.ReportProgress());
        }
        catch (OperationCanceledException) when (_call.CancellationToken.IsCancellationRequested)
        {
            // The wait has ended.
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    // Returns true if the search has ended, because there is a retry or there will be none.
    private async Task<bool> TrySearchAsync(int position, RemoteJob failed, DateTimeOffset start)
    {
        _call.CancellationToken.ThrowIfCancellationRequested();
        var finder = (IRetryFinder)Reader;
        RemoteJob? retry;
        try
        {
            JobWatch.For(Reader).CountRequest();
            retry = await finder.FindRetryAsync(failed, _call).ConfigureAwait(false);
        }
        catch (JobServiceException error)
        {
            var result = new JobReadResult(new JobTarget(failed.Id), error);
            if (result.IsTransientError && (finder.MayStillRepeat(failed) || Options.Time.GetUtcNow() - start < MinSearchTime))
            {
                HandleResult(result);
                return false;
            }

            FinishWithoutRetry(position, $"{failed} failed, and its retry could not be searched for: {error.Problem}");
            return true;
        }

        _lastErrors[position] = null;
        if (retry is not null && !_session.IsOrRepeats(failed, Reader, retry.Id))
        {
            ContinueWith(retry, position, failed);
            return true;
        }

        if (finder.MayStillRepeat(failed))
        {
            return false;
        }

        FinishWithoutRetry(
            position,
            finder.FindMissingData(failed) is { } missing
                ? $"{failed} failed, and it has no {missing}, so its retry cannot be found."
                : $"{failed} failed, and no retry of it was found, although its schedule allows one.");
        return true;
    }

    private void FinishWithoutRetry(int position, string problem)
    {
        Warn($"{problem} The wait for it has ended.");
        NotifyDone(() => _session.Finish(ref _unfinished[position]));
    }

    private void ContinueWith(RemoteJob retry, int position, RemoteJob failed)
    {
        WriteVerbose($"{retry} is the retry of {failed}. The wait continues with the retry.");
        NotifyDone(() => _session.Replace(ref _unfinished[position], retry));
        if (_unfinished[position]?.Id != retry.Id)
        {
            return;
        }

        _positions[retry.Id] = position;
        HandleResult(new JobReadResult(new JobTarget(retry.Id), retry));
        if (!IsSinglePoll && _unfinished[position] is { } target && !IsFollowed(target))
        {
            _foundRetries[position] = Options.Time.GetUtcNow();
            JobWatch.For(Reader).Add(this, target);
        }
    }

    private void NotifyDone(Func<bool> notify)
    {
        bool isDone = false;
        NotifyObserver(() => isDone = notify());
        if (isDone)
        {
            OnRunDone();
        }
    }

    private void Write(string line, Action<string> write)
    {
        if (!_session.IsOver)
        {
            NotifyObserver(() => write(line));
        }
    }

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
        string? status = DisplayText.OneLine(target.LastSeen?.Status);
        string lastStatus = IsFollowed(target) ? "The job failed, and its retry has not been found yet."
            : target.LastSeen is not { } last ? "No status was received."
            : last.State != RemoteJobState.Unknown ? $"The {Options.Subject} was still {last.StateText}."
            : status is null ? $"{Reader.Service} reported no status of the {Options.Subject}."
            : $"The meaning of the {Options.Subject}'s status '{status}' is not known.";
        string lastError = error is null ? string.Empty : $" The last poll failed: {error.Problem}";

        // The error of a single poll during a pause already states the pause.
        DateTimeOffset pausedUntil = JobWatch.For(Reader).PausedUntil;
        bool isPaused = pausedUntil > Options.Time.GetUtcNow();
        string end = pausedUntil.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
        string pause = isPaused && !IsSinglePoll
            ? $" {Reader.Service} requested a pause until {end}, and no requests are sent during the pause."
            : string.Empty;
        double seconds = Options.Timeout.GetValueOrDefault().TotalSeconds;
        string first = _session.FindFirst(Reader, target.Id) is { } failed ? $", the retry of {failed}," : string.Empty;
        return new JobServiceException(
            Reader.Service,
            JobServiceErrorKind.WaitTimeout,
            $"The wait for {Reader.Service} {Options.Subject} {target.Id}{first} timed out after {seconds:0.###} s. "
                + $"{lastStatus}{lastError}{pause}",
            innerException: error)
        {
            Reason = isPaused ? JobServiceErrorReason.WaitDuringPause
                : target.LastSeen is null ? JobServiceErrorReason.WaitWithoutStatus
                : IsFollowed(target) ? JobServiceErrorReason.WaitWithoutRetry
                : target.LastSeen.State == RemoteJobState.Unknown ? JobServiceErrorReason.WaitWithUnknownState
                : null,
        };
    }
}
