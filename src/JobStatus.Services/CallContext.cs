using System;
using System.Threading;

namespace JobStatus.Services;

/// <summary>What goes with one call of a client: when to give up, and where to tell what happens meanwhile.</summary>
public sealed class CallContext
{
    /// <summary>Makes a context.</summary>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <param name="verbose">Takes a line for people about each request; called from any thread. Null for nobody.</param>
    public CallContext(CancellationToken cancellationToken, Action<string>? verbose = null)
    {
        CancellationToken = cancellationToken;
        Verbose = verbose ?? (static _ => { });
    }

    /// <summary>Ends the call at once.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Takes a line for people about each request; called from any thread. Never null.</summary>
    public Action<string> Verbose { get; }

    /// <summary>
    /// Whether a passing fault is retried before it is reported. A wait says no: its next look is the retry.
    /// </summary>
    public bool RetryTransientErrors { get; init; } = true;
}
