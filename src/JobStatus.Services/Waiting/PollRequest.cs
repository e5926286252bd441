using System;
using System.Collections.Generic;
using System.Threading;

namespace JobStatus.Services.Waiting;

/// <summary>What is asked for some runs within a look: a list, or each run itself. It can be dropped alone.</summary>
internal sealed class PollRequest(IReadOnlyList<WatchedJob> jobs, CancellationToken pollToken) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(pollToken);

    /// <summary>The runs that it is to tell about.</summary>
    public IReadOnlyList<WatchedJob> Jobs { get; } = jobs;

    public bool IsCancelled => _cancellation.IsCancellationRequested;

    /// <summary>The call, ended with this request.</summary>
    public CallContext ContextFor(CallContext call) => new(_cancellation.Token, call.Verbose) { RetryTransientErrors = call.RetryTransientErrors };

    public void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    public void Dispose() => _cancellation.Dispose();
}
