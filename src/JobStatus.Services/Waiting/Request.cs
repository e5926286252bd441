using System;
using System.Collections.Generic;
using System.Threading;

namespace JobStatus.Services.Waiting;

/// <summary>What is asked for some runs within a look: a list, or each run itself. It can be dropped alone.</summary>
internal sealed class Request(IReadOnlyList<WatchedJob> jobs, CancellationToken look) : IDisposable
{
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(look);

    /// <summary>The runs that it is to tell about.</summary>
    public IReadOnlyList<WatchedJob> Jobs { get; } = jobs;

    public bool IsCancelled => _end.IsCancellationRequested;

    /// <summary>The call, ended with this request.</summary>
    public CallContext Of(CallContext call) => new(_end.Token, call.Verbose) { RetryPassingFaults = call.RetryPassingFaults };

    public void Cancel()
    {
        try
        {
            _end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    public void Dispose() => _end.Dispose();
}
