using System;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>What the parameters of a wait mean.</summary>
internal static class WaitParameters
{
    /// <exception cref="JobServiceException">InvalidRequest: a time could mean another than its number says.</exception>
    public static WaitOptions ToOptions(bool any, WaitDuration? timeout, WaitDuration? minimumInterval, WaitDuration? maximumInterval)
    {
        foreach (WaitDuration? duration in new[] { timeout, minimumInterval, maximumInterval })
        {
            if (duration?.AmbiguousText is { } text)
            {
                throw new JobServiceException(
                    "all",
                    JobServiceErrorKind.InvalidRequest,
                    $"'{text}' could mean many things; PowerShell would take it for {duration.Value.TotalSeconds:0.###} seconds.",
                    "Give the seconds as a number, or a TimeSpan such as 00:05:00.");
            }
        }

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
