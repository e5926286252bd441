using System;
using System.Globalization;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>
/// The line that -Heartbeat writes once per period. Programs search logs for its parts, so their form and order must not change.
/// </summary>
internal static class HeartbeatText
{
    /// <summary>PSHOST shows the line on the screen, as Write-Host does. The other tags are for filters.</summary>
    public static readonly string[] Tags = ["PSHOST", "JobStatus", "Heartbeat"];

    // A name from a service can have any length.
    private const int MaxNameLength = 100;

    /// <summary>Returns the line.</summary>
    /// <param name="progress">The progress of the wait for remote jobs.</param>
    /// <param name="heartbeat">The heartbeat.</param>
    /// <param name="local">The PowerShell jobs in the same wait.</param>
    /// <param name="goal">What the wait is for, such as "finished".</param>
    public static string Describe(WaitProgress progress, WaitHeartbeat heartbeat, LocalProgress local, string goal) =>
        $"{ToText(heartbeat.Time)} | {goal} "
        + FormattableString.Invariant($"{progress.Done + local.Finished} of {progress.Total + local.Total}")
        + FormattableString.Invariant($" | failed {progress.Failed + local.Failed} | running {heartbeat.Running + local.Running}")
        + $" | next {DescribeNext(heartbeat)}";

    private static string DescribeNext(WaitHeartbeat heartbeat) =>
        heartbeat is { Next: { } job, NextEnd: { } end }
            ? $"{ToText(end)} {DisplayText.OneLine(job.ToString(), MaxNameLength)}"
            : "unknown";

    private static string ToText(DateTimeOffset time) =>
        time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
}
