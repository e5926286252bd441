using System;
using System.Threading;

namespace JobStatus.Services;

/// <summary>The context of one call: its cancellation token, its messages, and whether it is retried.</summary>
public sealed class CallContext
{
    /// <summary>Creates a context.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="verbose">
    /// Receives a verbose message for each decision, such as a retry, on any thread. Null to discard the messages.
    /// </param>
    /// <param name="warning">Receives warnings, on any thread. Null to discard them.</param>
    /// <param name="debug">Receives a debug message for each request, on any thread. Null to discard the messages.</param>
    public CallContext(
        CancellationToken cancellationToken,
        Action<string>? verbose = null,
        Action<string>? warning = null,
        Action<string>? debug = null)
    {
        CancellationToken = cancellationToken;
        Verbose = verbose ?? (static _ => { });
        Warning = warning ?? (static _ => { });
        Debug = debug ?? (static _ => { });
    }

    /// <summary>Cancels the call.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Receives a verbose message for each decision, such as a retry, on any thread. Never null.</summary>
    public Action<string> Verbose { get; }

    /// <summary>Receives warnings, on any thread. Never null.</summary>
    public Action<string> Warning { get; }

    /// <summary>Receives a debug message for each request, on any thread. Never null.</summary>
    public Action<string> Debug { get; }

    /// <summary>
    /// Receives the id and the error of each item of a list that could not be read although the list goes on, on any thread. The
    /// default discards them.
    /// </summary>
    public Action<string, JobServiceException> ItemError { get; init; } = static (_, _) => { };

    /// <summary>
    /// True to retry after a transient error before the error is reported. The default is true. A wait sets this to false,
    /// because its next poll takes the place of a retry.
    /// </summary>
    public bool RetryTransientErrors { get; init; } = true;
}
