using System;

namespace JobStatus.Services.Http;

/// <summary>What a <see cref="RequestBudget"/> allows waits at one time.</summary>
internal readonly struct RequestAllowance
{
    /// <summary>The end of the pause that the service requested. A time in the past means that there is no pause.</summary>
    public DateTimeOffset PausedUntil { get; init; }

    /// <summary>The earliest time for the next poll, so that it leaves enough of the quota.</summary>
    public DateTimeOffset NextPoll { get; init; }

    /// <summary>The number of requests that remain of the quota, or null if there is no known quota.</summary>
    public long? Remaining { get; init; }

    /// <summary>The number of requests that can be sent now without delaying later polls, or null if there is no known quota.</summary>
    public long? Spare { get; init; }
}
