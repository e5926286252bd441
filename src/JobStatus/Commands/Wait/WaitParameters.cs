using System;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>Converts the parameters of the waiting cmdlets to options.</summary>
internal static class WaitParameters
{
    // Without a progress bar, -Verbose writes a line after each interval.
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMinutes(1);

    /// <summary>The options of a wait without parameters.</summary>
    public static WaitOptions Default => new() { ProgressInterval = ProgressInterval };

    /// <param name="any">True to end the wait at the first job.</param>
    /// <param name="state">The state to wait for, or null to wait until the jobs have finished.</param>
    /// <param name="followRetry">True to continue with the retry of a failed job.</param>
    /// <param name="timeout">The time until the deadline, or null for none.</param>
    /// <param name="minimumInterval">The shortest time between two polls, or null for the default.</param>
    /// <param name="maximumInterval">The longest time between two polls, or null for the default.</param>
    /// <param name="subject">The word for what the wait is for.</param>
    /// <param name="heartbeat">The time between two heartbeats, or null for none.</param>
    /// <param name="progressInterval">The time between two regular reports of the progress, or null for the default.</param>
    /// <exception cref="JobServiceException">
    /// InvalidRequest: a duration is ambiguous, such as 5d, or the minimum interval is longer than the maximum interval.
    /// </exception>
    public static WaitOptions ToOptions(
        bool any,
        RemoteJobState? state,
        bool followRetry,
        WaitDuration? timeout,
        WaitDuration? minimumInterval,
        WaitDuration? maximumInterval,
        string subject = "job",
        WaitDuration? heartbeat = null,
        TimeSpan? progressInterval = null)
    {
        foreach (WaitDuration? duration in new[] { timeout, minimumInterval, maximumInterval, heartbeat })
        {
            if (duration?.AmbiguousText is { } text)
            {
                throw new JobServiceException(
                    "all",
                    JobServiceErrorKind.InvalidRequest,
                    $"The time '{text}' is ambiguous: PowerShell would convert it to {duration.Value.TotalSeconds:0.###} seconds.",
                    "Specify a number of seconds, or a TimeSpan such as 00:05:00.");
            }
        }

        if (minimumInterval?.Value > maximumInterval?.Value)
        {
            throw new JobServiceException(
                "all",
                JobServiceErrorKind.InvalidRequest,
                "-MinimumInterval is longer than -MaximumInterval.",
                "Swap the two values.");
        }

        var defaults = new WaitOptions();
        TimeSpan minimum = minimumInterval?.Value ?? defaults.MinimumInterval;
        TimeSpan maximum = maximumInterval?.Value ?? defaults.MaximumInterval;
        return new WaitOptions
        {
            Any = any,
            For = state,
            FollowRetry = followRetry,
            Timeout = timeout is null || timeout.Value < TimeSpan.Zero ? null : timeout.Value,
            MinimumInterval = minimumInterval is null && maximum < minimum ? maximum : minimum,
            MaximumInterval = maximum,
            ProgressInterval = progressInterval ?? ProgressInterval,
            HeartbeatInterval = heartbeat?.Value,
            Subject = subject,
        };
    }
}
