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
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

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
    public static async Task WaitAsync(IEnumerable<JobToWaitFor> jobs, WaitOptions options, IWaitObserver observer, CallContext call)
    {
        List<JobToWaitFor> distinct = jobs
            .GroupBy(job => (job.Reader, Service: job.Reader?.Service ?? job.Target.LastSeen?.Service, job.Target.Id))
            .Select(same => same.FirstOrDefault(job => IsFinished(job.Target)) ?? same.First())
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

        using var over = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
        var session = new WaitSession(observer, options.Any, over, finished.Count);
        List<WaitPart> parts = distinct
            .Where(job => !IsFinished(job.Target))
            .GroupBy(job => job.Reader!, job => job.Target)
            .Select(part => new WaitPart(part.Key, part, session, options, call.Verbose))
            .ToList();
        session.Add(parts.SelectMany(part => part.Jobs));
        session.TellProgress();
        try
        {
            await RunAsync(parts, options, over).ConfigureAwait(false);
            parts.ForEach(part => part.GiveUp());
        }
        catch (OperationCanceledException) when (!call.CancellationToken.IsCancellationRequested)
        {
            // The deadline passed, or the first of any has finished.
            parts.ForEach(part => part.GiveUp());
        }
        finally
        {
            // A look that others need too may still be under way.
            session.Close();
        }
    }

    private static async Task RunAsync(List<WaitPart> parts, WaitOptions options, CancellationTokenSource over)
    {
        Task deadline = options.Timeout is { } timeout && timeout > TimeSpan.Zero ? EndAtAsync(timeout, options.Time, over) : Task.CompletedTask;
        try
        {
            await Task.WhenAll(parts.Select(part => TakePartAsync(part, over))).ConfigureAwait(false);
        }
        finally
        {
            over.Cancel();
            await deadline.ConfigureAwait(false);
        }
    }

    private static async Task TakePartAsync(WaitPart part, CancellationTokenSource over)
    {
        over.Token.ThrowIfCancellationRequested();
        using CancellationTokenRegistration end = over.Token.Register(part.Cancel);
        JobWatch watch = JobWatch.Of(part.Reader);
        watch.Join(part);
        try
        {
            await part.Ended.ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A fault of our own in one part must end the others too, instead of waiting for them.
            over.Cancel();
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
        for (TimeSpan left = timeout ?? TimeSpan.MaxValue; left > TimeSpan.Zero; left -= LongestDelay)
        {
            await time.Delay(left < LongestDelay ? left : LongestDelay, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task EndAtAsync(TimeSpan timeout, TimeProvider time, CancellationTokenSource over)
    {
        try
        {
            await DelayAsync(timeout, time, over.Token).ConfigureAwait(false);
            over.Cancel();
        }
        catch (OperationCanceledException)
        {
            // The wait ended before its deadline.
        }
    }

    private static bool IsFinished(JobTarget target) => target.LastSeen is { IsFinished: true, IsFromList: false };
}
