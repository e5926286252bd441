using System;

namespace JobStatus.Services.Http;

/// <summary>How a service limits its users, and how its answers tell what is left.</summary>
internal sealed class ServiceLimits
{
    /// <summary>How many requests it takes in a second; null where it has no such limit.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>The header that tells how many requests are left; null for none.</summary>
    public string? LeftHeader { get; init; }

    /// <summary>The header that tells how many there were; null for none.</summary>
    public string? AllowanceHeader { get; init; }

    /// <summary>What the allowance is for: hour, day.</summary>
    public string PeriodName { get; init; } = string.Empty;

    /// <summary>For how long the allowance has still to last.</summary>
    public Func<DateTimeOffset, TimeSpan> TimeLeft { get; init; } = static _ => TimeSpan.FromHours(1);
}
