using System;

namespace JobStatus;

/// <summary>The result of testing one connection.</summary>
public sealed class ConnectionTestResult : ServiceObject
{
    /// <summary>The name of the service: Alma, Xplenty or Alteryx.</summary>
    public string Service { get; init; } = string.Empty;

    /// <summary>The name of the connection.</summary>
    public string Connection { get; init; } = string.Empty;

    /// <summary>The address of the connection.</summary>
    public Uri? BaseUri { get; init; }

    /// <summary>True if the address responded, even if it responded with an error.</summary>
    public bool IsReachable { get; init; }

    /// <summary>
    /// True if the service accepted the key or the token, false if it rejected it, or null if the response does not show that.
    /// </summary>
    public bool? IsKeyValid { get; init; }

    /// <summary>
    /// True if the key may start jobs, false if it may only read them, or null if the service cannot tell. Only Alma can.
    /// </summary>
    public bool? CanStartJobs { get; init; }

    /// <summary>
    /// The number of requests that remain: of the day for Alma, and of the hour for Xplenty. Null if the service did not report
    /// it. Alteryx has no quota.
    /// </summary>
    public long? RemainingQuota { get; init; }

    /// <summary>
    /// The difference between the clock of the service and the clock of this computer, in whole seconds. It is positive if the
    /// clock of the service is ahead. Null if the service did not report its time.
    /// </summary>
    public TimeSpan? ClockDifference { get; init; }

    /// <summary>The kind of the error that occurred, or null if there was none.</summary>
    public JobServiceErrorKind? ErrorKind { get; init; }

    /// <summary>What is wrong, and what to do about it. Null if the connection can be used.</summary>
    public string? Problem { get; init; }
}
