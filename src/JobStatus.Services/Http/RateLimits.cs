using System;

namespace JobStatus.Services.Http;

/// <summary>The rate limit and the quota of a service, and the response headers that report the remaining quota.</summary>
internal sealed class RateLimits
{
    /// <summary>The maximum number of requests per second, or null if there is no such limit.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>The header with the number of requests that remain of the quota, or null if there is none.</summary>
    public string? RemainingHeader { get; init; }

    /// <summary>The header with the total quota, or null if there is none.</summary>
    public string? QuotaHeader { get; init; }

    /// <summary>The current quota period, for messages: "this hour" or "today". Null if there is no quota.</summary>
    public string? QuotaPeriod { get; init; }

    /// <summary>Returns the time until the quota resets. The default is one hour.</summary>
    public Func<DateTimeOffset, TimeSpan> TimeUntilReset { get; init; } = static _ => TimeSpan.FromHours(1);
}
