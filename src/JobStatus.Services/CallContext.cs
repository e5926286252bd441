using System;
using System.Threading;

namespace JobStatus.Services;

/// <summary>The context of one call: its cancellation token, its verbose output, and whether it is retried.</summary>
public sealed class CallContext
{
    /// <summary>Creates a context.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="verbose">
    /// Receives a verbose message for each request, on any thread. Null to discard the messages.
    /// </param>
    public CallContext(CancellationToken cancellationToken, Action<string>? verbose = null)
    {
        CancellationToken = cancellationToken;
        Verbose = verbose ?? (static _ => { });
    }

    /// <summary>Cancels the call.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Receives a verbose message for each request, on any thread. Never null.</summary>
    public Action<string> Verbose { get; }

    /// <summary>
    /// True to retry after a transient error before the error is reported. The default is true. A wait sets this to false,
    /// because its next poll takes the place of a retry.
    /// </summary>
    public bool RetryTransientErrors { get; init; } = true;
}
