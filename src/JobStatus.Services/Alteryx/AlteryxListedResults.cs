using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Alteryx;

/// <summary>
/// Reads the finished jobs of lists by their ids, because Alteryx does not include the disposition in lists. All lists of
/// one call share an object of this type, which limits the number of these reads.
/// </summary>
public sealed class AlteryxListedResults
{
    /// <summary>The maximum number of jobs that are read for one call.</summary>
    public const int MaxReads = 100;

    private readonly int _maxConcurrency;
    private readonly object _gate = new();
    private Task _lastGroup = Task.CompletedTask;
    private int _readCount;
    private int _unreadCount;
    private string? _firstProblem;

    /// <summary>Creates the object for one call.</summary>
    /// <param name="maxConcurrency">The maximum number of jobs that are read at the same time.</param>
    public AlteryxListedResults(int maxConcurrency)
    {
        _maxConcurrency = maxConcurrency;
    }

    /// <summary>The number of finished jobs that were not read, so that their state is not known.</summary>
    public int UnreadCount => Volatile.Read(ref _unreadCount);

    /// <summary>The first error of the jobs that could not be read, or null if there was none.</summary>
    public string? FirstProblem => Volatile.Read(ref _firstProblem);

    /// <summary>Returns a receiver that reads the finished jobs of a list and passes all its jobs on, in order.</summary>
    /// <param name="client">The client that reads the list.</param>
    /// <param name="receiver">Receives the jobs.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The receiver of the list.</returns>
    public IListReceiver<AlteryxJob> ReadFor(AlteryxClient client, IListReceiver<AlteryxJob> receiver, CallContext call) =>
        new Receiver(this, client, receiver, call);

    // The lists can be read at the same time, but their groups of jobs are read one after the other.
    private Task<AlteryxJob[]> ReadGroupAsync(AlteryxClient client, AlteryxJob[] listed, CallContext call)
    {
        if (!Array.Exists(listed, IsResultMissing))
        {
            return Task.FromResult(listed);
        }

        lock (_gate)
        {
            Task<AlteryxJob[]> group = _lastGroup
                .ContinueWith(
                    _ => Task.WhenAll(listed.Select(job => ReadAsync(client, job, call))),
                    CancellationToken.None,
                    TaskContinuationOptions.None,
                    TaskScheduler.Default)
                .Unwrap();
            _lastGroup = group;
            return group;
        }
    }

    // A job that cannot be read does not end the list.
    private async Task<AlteryxJob> ReadAsync(AlteryxClient client, AlteryxJob listed, CallContext call)
    {
        if (!IsResultMissing(listed))
        {
            return listed;
        }

        if (Interlocked.Increment(ref _readCount) > MaxReads)
        {
            Interlocked.Increment(ref _unreadCount);
            return listed;
        }

        try
        {
            AlteryxJob job = await client.GetJobAsync(listed.Id, includeMessages: true, call).ConfigureAwait(false);
            return KnownValues.AddTo(job, listed);
        }
        catch (JobServiceException exception)
        {
            call.Verbose(exception.Message);
            Interlocked.CompareExchange(ref _firstProblem, exception.Problem, null);
            Interlocked.Increment(ref _unreadCount);
            return listed;
        }
    }

    // A job that was read by its id, or could not be, is not read again.
    private static bool IsResultMissing(AlteryxJob listed) =>
        listed is { IsFinished: true, State: RemoteJobState.Unknown, IsFromList: true, ReadError: null };

    private sealed class Receiver(AlteryxListedResults results, AlteryxClient client, IListReceiver<AlteryxJob> receiver, CallContext call)
        : IListReceiver<AlteryxJob>
    {
        public void OnTotal(long total) => receiver.OnTotal(total);

        // The jobs are passed on in small groups, so that the first ones do not wait for the last ones.
        public async Task OnItemsAsync(IReadOnlyList<AlteryxJob> items)
        {
            for (int start = 0; start < items.Count; start += results._maxConcurrency)
            {
                AlteryxJob[] listed = [.. items.Skip(start).Take(results._maxConcurrency)];
                AlteryxJob[] read = await results.ReadGroupAsync(client, listed, call).ConfigureAwait(false);
                await receiver.OnItemsAsync(read).ConfigureAwait(false);
            }
        }
    }
}
