using System;

namespace JobStatus;

/// <summary>
/// The figures of one definition, calculated from its runs. A definition is a job of Alma, a package of Xplenty, or a workflow of
/// Alteryx, as one connection reads it.
/// </summary>
public sealed class RemoteJobMeasurement : ServiceObject
{
    /// <summary>The name of the service: Alma, Xplenty, or Alteryx.</summary>
    public string Service { get; init; } = string.Empty;

    /// <summary>The name of the connection that the runs were read through, or null if they were not read through one.</summary>
    public string? Connection { get; init; }

    /// <summary>
    /// The name of the latest run that has one, or the name of the schedule if there are no runs. Null if no name is known.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// The id of the definition: the job id of Alma, the package id of Xplenty, or the workflow id of Alteryx. Null if the runs do
    /// not have one; these runs belong together if they have the same name.
    /// </summary>
    public string? DefinitionId { get; init; }

    /// <summary>The number of runs.</summary>
    public int Runs { get; init; }

    /// <summary>The number of runs that finished with the state Completed or Warning.</summary>
    public int Succeeded { get; init; }

    /// <summary>The number of runs that finished with the state Failed or Stopped.</summary>
    public int Failed { get; init; }

    /// <summary>
    /// The share of runs that succeeded among those that succeeded or failed, in percent, from 0 to 100. Null if there are none.
    /// </summary>
    public double? SuccessRate { get; init; }

    /// <summary>The number of runs that have not finished, with the state Queued, Running, or Stopping.</summary>
    public int Running { get; init; }

    /// <summary>The state of the latest run, or null if there are no runs.</summary>
    public RemoteJobState? LastState { get; init; }

    /// <summary>
    /// The state of the latest run that has finished, even if another run is in progress. Unknown if the result of that run is not
    /// known. Null if no run has finished.
    /// </summary>
    public RemoteJobState? LastResult { get; init; }

    /// <summary>
    /// The local time when the latest run started or, if it has not started or its start is not known, when it was submitted. Null
    /// if neither is known.
    /// </summary>
    public DateTime? LastRunAt { get => LocalTime.From(LastRunInstant); init => LastRunInstant = LocalTime.ToInstant(value); }

    /// <summary>
    /// The local time when the latest of the runs that succeeded started, or was submitted. Null if none succeeded, or if the time is
    /// not known.
    /// </summary>
    public DateTime? LastSuccessAt
    {
        get => LocalTime.From(LastSuccessInstant);
        init => LastSuccessInstant = LocalTime.ToInstant(value);
    }

    /// <summary>The median of the durations of the runs that succeeded. Null if no duration is known.</summary>
    public TimeSpan? MedianDuration { get; init; }

    /// <summary>
    /// The 95th percentile of the durations of the runs that succeeded, interpolated linearly between the two closest durations.
    /// Null if no duration is known.
    /// </summary>
    public TimeSpan? P95Duration { get; init; }

    /// <summary>
    /// The duration of the latest run that has started and whose duration is known. For an unfinished run, the time that it had been
    /// running when it was read. Null if no duration is known.
    /// </summary>
    public TimeSpan? LastDuration { get; init; }

    /// <summary>
    /// True if <see cref="LastDuration"/> is longer than the earlier runs make likely, otherwise false. Null if it is not known, or
    /// if there are fewer than five earlier runs that succeeded and whose duration is known.
    /// </summary>
    public bool? Slower { get; init; }

    /// <summary>The local time of the next scheduled run, or null if it is not known.</summary>
    public DateTime? NextRunAt { get => LocalTime.From(NextRunInstant); init => NextRunInstant = LocalTime.ToInstant(value); }

    /// <summary>The instant that <see cref="LastRunAt"/> shows.</summary>
    internal DateTimeOffset? LastRunInstant { get; init; }

    /// <summary>The instant that <see cref="LastSuccessAt"/> shows.</summary>
    internal DateTimeOffset? LastSuccessInstant { get; init; }

    /// <summary>The instant that <see cref="NextRunAt"/> shows.</summary>
    internal DateTimeOffset? NextRunInstant { get; init; }

    /// <summary>True if the latest of the runs that succeeded or failed has failed.</summary>
    internal bool LastResultFailed { get; init; }

    /// <summary>Returns the service, the id of the definition, and the name if there is one.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() =>
        DisplayText.OneLine(Name) is { } name
            ? DisplayText.FirstNonEmpty($"{Service} {DefinitionId} ({name})")
            : DisplayText.FirstNonEmpty($"{Service} {DefinitionId}");
}
