using System;

namespace JobStatus.Services.Http;

/// <summary>How a service limits its users, and how its answers tell what is left.</summary>
internal sealed class RateLimits
{
    /// <summary>How many requests it takes in a second; null where it has no such limit.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>The header that tells how many requests are left; null for none.</summary>
    public string? RemainingHeader { get; init; }

    /// <summary>The header that tells how many there were; null for none.</summary>
    public string? QuotaHeader { get; init; }

    /// <summary>What the allowance is for: hour, day.</summary>
    public string QuotaPeriod { get; init; } = string.Empty;

    /// <summary>For how long the allowance has still to last.</summary>
    public Func<DateTimeOffset, TimeSpan> TimeUntilReset { get; init; } = static _ => TimeSpan.FromHours(1);
}
