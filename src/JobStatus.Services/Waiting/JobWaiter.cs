using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Waiting;

/// <summary>Waits for any number of runs at any number of services.</summary>
public static class JobWaiter
{
    // What one timer can take; a longer deadline is reached in parts.
    private static readonly TimeSpan MaxTimerDelay = TimeSpan.FromDays(1);

    /// <summary>
    /// Waits until every run has ended, or the first when <see cref="WaitOptions.Any"/> is set, or until the deadline.
    /// Each run is reported once. Nothing is cancelled at the services.
    /// </summary>
    /// <param name="jobs">The runs. A run that stands here twice counts once. Those that have finished already need no reader.</param>
    /// <param name="options">How to wait.</param>
    /// <param name="observer">Takes what happens.</param>
    /// <param name="call">Ends the wait at once, and takes lines about each request.</param>
    /// <returns>A task that ends with the wait.</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static async Task WaitAsync(IEnumerable<WaitTarget> jobs, WaitOptions options, IWaitObserver observer, CallContext call)
    {
        List<WaitTarget> distinct = jobs
            .GroupBy(job => (job.Reader, Service: job.Reader?.Service ?? job.Target.LastSeen?.Service, job.Target.Id))
            .Select(group => group.FirstOrDefault(job => IsFinished(job.Target)) ?? group.First())
            .ToList();
        List<JobTarget> finished = distinct.Select(job => job.Target).Where(IsFinished).ToList();
        foreach (JobTarget target in options.Any ? finished.Take(1) : finished)
        {
            observer.OnFinished(target.LastSeen!);
        }

        if (finished.Count == distinct.Count || (options.Any && finished.Count > 0))
        {
            return;
        }

        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
        var session = new WaitSession(observer, options.Any, cancellation, finished.Count);
        List<WaitPart> parts = distinct
            .Where(job => !IsFinished(job.Target))
            .GroupBy(job => job.Reader!, job => job.Target)
            .Select(part => new WaitPart(part.Key, part, session, options, call.Verbose))
            .ToList();
        session.Add(parts.SelectMany(part => part.Jobs));
        session.ReportProgress();
        try
        {
            await RunAsync(parts, options, cancellation).ConfigureAwait(false);
            parts.ForEach(part => part.AbandonUnfinished());
        }
        catch (OperationCanceledException) when (!call.CancellationToken.IsCancellationRequested)
        {
            // The deadline passed, or the first of any has finished.
            parts.ForEach(part => part.AbandonUnfinished());
        }
        finally
        {
            // A look that others need too may still be under way.
            session.Close();
        }
    }

    private static async Task RunAsync(List<WaitPart> parts, WaitOptions options, CancellationTokenSource cancellation)
    {
        Task deadline = options.Timeout is { } timeout && timeout > TimeSpan.Zero ? CancelAfterAsync(timeout, options.Time, cancellation) : Task.CompletedTask;
        try
        {
            await Task.WhenAll(parts.Select(part => RunPartAsync(part, cancellation))).ConfigureAwait(false);
        }
        finally
        {
            cancellation.Cancel();
            await deadline.ConfigureAwait(false);
        }
    }

    private static async Task RunPartAsync(WaitPart part, CancellationTokenSource cancellation)
    {
        cancellation.Token.ThrowIfCancellationRequested();
        using CancellationTokenRegistration registration = cancellation.Token.Register(part.Cancel);
        JobWatch watch = JobWatch.For(part.Reader);
        watch.Join(part);
        try
        {
            await part.Completion.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A fault of our own in one part must end the others too, instead of waiting for them.
            cancellation.Cancel();
            throw;
        }
        finally
        {
            await watch.LeaveAsync(part).ConfigureAwait(false);
        }
    }

    /// <summary>A delay of any length.</summary>
    /// <param name="timeout">How long; null for ever.</param>
    /// <param name="cancellationToken">Ends the delay at once.</param>
    /// <returns>A task that ends after the delay.</returns>
    /// <exception cref="OperationCanceledException">The delay was cancelled.</exception>
    public static Task DelayAsync(TimeSpan? timeout, CancellationToken cancellationToken) =>
        DelayAsync(timeout, TimeProvider.System, cancellationToken);

    private static async Task DelayAsync(TimeSpan? timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        for (TimeSpan remaining = timeout ?? TimeSpan.MaxValue; remaining > TimeSpan.Zero; remaining -= MaxTimerDelay)
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
            // The wait ended before its deadline.
        }
    }

    private static bool IsFinished(JobTarget target) => target.LastSeen is { IsFinished: true, IsFromList: false };
}
