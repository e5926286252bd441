using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Waiting;

/// <summary>Waits for runs of one or more services.</summary>
public static class JobWaiter
{
    // Timers have a maximum delay, so longer delays are split.
    private static readonly TimeSpan MaxTimerDelay = TimeSpan.FromDays(1);

    /// <summary>
    /// Waits until all runs have finished or have reached the state in <see cref="WaitOptions.For"/>, until the first run has
    /// if <see cref="WaitOptions.Any"/> is set, or until the deadline. Each run is reported once. No run is stopped at its
    /// service.
    /// </summary>
    /// <param name="jobs">
    /// The runs. Duplicates count once. Runs that have already finished need no reader, unless the wait follows retries.
    /// </param>
    /// <param name="options">The options of the wait.</param>
    /// <param name="observer">Receives the events of the wait.</param>
    /// <param name="call">Cancels the wait, and receives its verbose and debug messages.</param>
    /// <param name="companion">
    /// Something else that the caller waits for, or null. The wait ends when both the runs and this task are done, or at the deadline.
    /// </param>
    /// <returns>A task that completes when the wait ends.</returns>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public static async Task WaitAsync(
        IEnumerable<JobTarget> jobs,
        WaitOptions options,
        IWaitObserver observer,
        CallContext call,
        Task? companion = null)
    {
        // A single poll waits for nothing else.
        companion = companion is null || options.Timeout == TimeSpan.Zero ? Task.CompletedTask : companion;

        // A list can omit fields of a finished run.
        bool IsDone(JobTarget target) =>
            target.LastSeen is { } job && options.IsDoneWith(job, target.Reader) && job is not { IsFinished: true, IsFromList: true };
        List<JobTarget> distinct = jobs
            .GroupBy(job => (job.Reader, Service: job.Reader?.Service ?? job.LastSeen?.Service, job.Id))
            .Select(group => group.FirstOrDefault(IsDone) ?? group.First())
            .ToList();
        List<JobTarget> done = distinct.Where(IsDone).ToList();
        foreach (JobTarget target in options.Any ? done.Take(1) : done)
        {
            observer.OnFinished(target.LastSeen!);
        }

        if ((done.Count == distinct.Count && companion.IsCompleted) || (options.Any && done.Count > 0))
        {
            return;
        }

        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
        var session = new WaitSession(observer, options, cancellation, done);
        var partCall = new CallContext(cancellation.Token, call.Verbose, call.Warning, call.Debug) { RetryTransientErrors = false };
        List<WaitPart> parts = distinct
            .Where(job => !IsDone(job))
            .GroupBy(job => job.Reader!)
            .Select(part => new WaitPart(part.Key, part, session, options, partCall))
            .ToList();
        session.Add(parts);
        session.ReportProgress();
        try
        {
            await RunAsync(parts, companion, session, options, cancellation).ConfigureAwait(false);
            parts.ForEach(part => part.AbandonUnfinished());
        }
        catch (OperationCanceledException) when (!call.CancellationToken.IsCancellationRequested)
        {
            // The deadline has passed, or the wait is for any run and the first run has finished.
            parts.ForEach(part => part.AbandonUnfinished());
        }
        finally
        {
            // A poll that is shared with another wait can still be in progress, so the observer must not be called anymore.
            session.Close();
        }
    }

    /// <summary>
    /// Returns a run of a wait that is in progress as it was last read, with the time when it will probably finish. This sends no
    /// request.
    /// </summary>
    /// <param name="target">The run, with the reader that polls it.</param>
    /// <param name="known">The run as the caller last saw it, or null.</param>
    /// <returns>Null if no wait polls the run, or if it has not been read since the caller saw it.</returns>
    public static JobOutlook? FindOutlook(JobTarget target, RemoteJob? known) =>
        target.Reader is { } reader ? JobWatch.For(reader).FindOutlook(target.Id, known) : null;

    private static async Task RunAsync(
        List<WaitPart> parts,
        Task companion,
        WaitSession session,
        WaitOptions options,
        CancellationTokenSource cancellation)
    {
        Task deadline = options.Timeout is { } timeout && timeout > TimeSpan.Zero
            ? CancelAfterAsync(timeout, options.Time, cancellation)
            : Task.CompletedTask;
        Task reports = RepeatAsync(options.ProgressInterval, () => session.ReportProgress(isRegular: true), options.Time, cancellation);
        Task heartbeats = RepeatAsync(options.HeartbeatInterval, session.ReportHeartbeat, options.Time, cancellation);
        try
        {
            await Task.WhenAll(parts.Select(part => RunPartAsync(part, cancellation)).Append(WaitForAsync(companion, cancellation)))
                .ConfigureAwait(false);
        }
        finally
        {
            cancellation.Cancel();
            await deadline.ConfigureAwait(false);
            await reports.ConfigureAwait(false);
            await heartbeats.ConfigureAwait(false);
        }
    }

    private static async Task WaitForAsync(Task companion, CancellationTokenSource cancellation)
    {
        var canceled = new TaskCompletionSource<bool>();
        using CancellationTokenRegistration registration = cancellation.Token.Register(() => canceled.TrySetCanceled());
        await (await Task.WhenAny(companion, canceled.Task).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task RunPartAsync(WaitPart part, CancellationTokenSource cancellation)
    {
        cancellation.Token.ThrowIfCancellationRequested();
        using CancellationTokenRegistration registration = cancellation.Token.Register(part.Cancel);
        JobWatch watch = JobWatch.For(part.Reader);
        part.StartSearches();
        watch.Join(part);
        try
        {
            await part.Completion.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // An unexpected exception in one part must also end the other parts.
            cancellation.Cancel();
            throw;
        }
        finally
        {
            await watch.LeaveAsync(part).ConfigureAwait(false);
            await part.WhenSearchesEndAsync().ConfigureAwait(false);
        }
    }

    private static async Task DelayAsync(TimeSpan delay, TimeProvider time, CancellationToken cancellationToken)
    {
        for (TimeSpan remaining = delay; remaining > TimeSpan.Zero; remaining -= MaxTimerDelay)
        {
            await time.Delay(remaining < MaxTimerDelay ? remaining : MaxTimerDelay, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task CancelAfterAsync(TimeSpan timeout, TimeProvider time, CancellationTokenSource cancellation)
    {
        try
        {
            await DelayAsync(timeout, time, cancellation.Token).ConfigureAwait(false);
            cancellation.Cancel();
        }
        catch (OperationCanceledException)
        {
            // The wait ended before the deadline.
        }
    }

    private static async Task RepeatAsync(
        TimeSpan? interval,
        Action report,
        TimeProvider time,
        CancellationTokenSource cancellation)
    {
        if (interval is null)
        {
            return;
        }

        try
        {
            while (true)
            {
                await DelayAsync(interval.Value, time, cancellation.Token).ConfigureAwait(false);
                report();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The wait has ended.
        }
    }
}
