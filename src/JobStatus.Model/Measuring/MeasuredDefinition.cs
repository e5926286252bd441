using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Measuring;

/// <summary>The runs of one definition, and the figures that follow from them.</summary>
internal static class MeasuredDefinition
{
    /// <summary>Calculates the figures.</summary>
    /// <param name="runs">At least one run. All runs belong to the same definition.</param>
    /// <param name="nextRun">The time of the next scheduled run, or null if it is not known.</param>
    public static RemoteJobMeasurement Measure(IEnumerable<RemoteJob> runs, DateTimeOffset? nextRun)
    {
        RemoteJob[] latestFirst = RunOrder.LatestFirst(runs).ToArray();
        RemoteJob latest = latestFirst[0];
        RemoteJob? latestResult = latestFirst.FirstOrDefault(static run => HasSucceeded(run) || HasFailed(run));
        int latestTimed = Array.FindIndex(latestFirst, static run => run.State != RemoteJobState.Queued && run.Duration is not null);
        TimeSpan? lastDuration = latestTimed < 0 ? null : latestFirst[latestTimed].Duration;
        int succeeded = latestFirst.Count(HasSucceeded);
        int failed = latestFirst.Count(HasFailed);
        var durations = new DurationStatistics(DurationsOfSuccesses(latestFirst));
        return new RemoteJobMeasurement
        {
            Service = latest.Service,
            Connection = latest.Connection,
            Name = latestFirst.Select(static run => run.Name).FirstOrDefault(static name => !string.IsNullOrWhiteSpace(name)),
            DefinitionId = string.IsNullOrEmpty(latest.DefinitionId) ? null : latest.DefinitionId,
            Runs = latestFirst.Length,
            Succeeded = succeeded,
            Failed = failed,
            SuccessRate = succeeded + failed == 0 ? null : 100.0 * succeeded / (succeeded + failed),
            Running = latestFirst.Count(IsRunning),
            LastState = latest.State,
            LastResult = latestFirst.FirstOrDefault(static run => run.IsFinished)?.State,
            LastRunInstant = RunOrder.TimeOf(latest),
            LastSuccessInstant = latestFirst.FirstOrDefault(HasSucceeded) is { } success ? RunOrder.TimeOf(success) : null,
            MedianDuration = durations.Median,
            P95Duration = durations.P95,
            LastDuration = lastDuration,
            Slower = lastDuration is { } last
                ? new DurationStatistics(DurationsOfSuccesses(latestFirst.Skip(latestTimed + 1))).IsExceededBy(last)
                : null,
            NextRunInstant = nextRun,
            LastResultFailed = latestResult is not null && HasFailed(latestResult),
        };
    }

    private static bool HasSucceeded(RemoteJob run) => run is { IsFinished: true, HasSucceeded: true };

    private static bool HasFailed(RemoteJob run) => run is { IsFinished: true, State: RemoteJobState.Failed or RemoteJobState.Stopped };

    private static bool IsRunning(RemoteJob run) =>
        run is { IsFinished: false, State: RemoteJobState.Queued or RemoteJobState.Running or RemoteJobState.Stopping };

    private static IEnumerable<TimeSpan> DurationsOfSuccesses(IEnumerable<RemoteJob> runs) =>
        runs.Where(HasSucceeded).Select(static run => run.Duration).OfType<TimeSpan>();
}
