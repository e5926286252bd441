using System;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>What the parameters of a wait mean.</summary>
internal static class WaitParameters
{
    public static WaitOptions ToOptions(bool any, WaitDuration? timeout, WaitDuration? minimumInterval, WaitDuration? maximumInterval)
    {
        var defaults = new WaitOptions();
        TimeSpan shortest = minimumInterval?.Value ?? defaults.MinimumInterval;
        TimeSpan longest = maximumInterval?.Value ?? defaults.MaximumInterval;
        return new WaitOptions
        {
            Any = any,
            Timeout = timeout is null || timeout.Value < TimeSpan.Zero ? null : timeout.Value,
            MinimumInterval = minimumInterval is null && longest < shortest ? longest : shortest,
            MaximumInterval = longest,
        };
    }
}
