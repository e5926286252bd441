using System;
using System.Collections.Generic;
using System.Threading;

namespace JobStatus.Services.Waiting;

/// <summary>A list or a group of runs that is read in a poll, and that can be canceled independently of the rest.</summary>
internal sealed class PollRequest(IReadOnlyList<WatchedJob> jobs, CancellationToken pollToken) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(pollToken);

    /// <summary>The runs that are read.</summary>
    public IReadOnlyList<WatchedJob> Jobs { get; } = jobs;

    public bool IsCanceled => _cancellation.IsCancellationRequested;

    /// <summary>Returns a copy of the call that is canceled with this request.</summary>
    public CallContext ContextFor(CallContext call) =>
        new(_cancellation.Token, call.Verbose) { RetryTransientErrors = call.RetryTransientErrors };

    public void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The request has ended in the meantime.
        }
    }

    public void Dispose() => _cancellation.Dispose();
}
