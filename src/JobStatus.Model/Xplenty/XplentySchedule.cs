using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace JobStatus;

/// <summary>A schedule that runs Xplenty packages.</summary>
/// <remarks>Source: Integrate.io ETL API, "Get Schedule Information".</remarks>
public sealed class XplentySchedule : RemoteSchedule
{
    /// <inheritdoc/>
    public override string Service => "Xplenty";

    /// <summary>Same as <see cref="RemoteSchedule.Id"/>, as a number. Null if the id is not a number.</summary>
    public long? ScheduleId
    {
        get => long.TryParse(Id, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
        init => Id = value?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
    }

    /// <inheritdoc/>
    public override bool? Enabled => Status?.ToLowerInvariant() switch
    {
        "enabled" => true,
        "disabled" => false,
        _ => null,
    };

    /// <inheritdoc/>
    public override string? Definition =>
        Task?.Packages.Select(static package => package.PackageId).OfType<long>().ToArray() is { Length: > 0 } ids
            ? string.Join(", ", ids.Select(static id => id.ToString(CultureInfo.InvariantCulture)))
            : null;

    /// <summary>The description, which can be empty, or null if Xplenty does not report it.</summary>
    public string? Description { get; init; }

    /// <summary>The status, enabled or disabled, or null if Xplenty does not report it.</summary>
    public string? Status { get; init; }

    /// <summary>The id of the user who owns the schedule, or null if Xplenty does not report it.</summary>
    public long? OwnerId { get; init; }

    /// <summary>The local time from which the intervals are counted, or null if Xplenty does not report it.</summary>
    public DateTime? StartAt { get => LocalTime.From(StartInstant); init => StartInstant = LocalTime.ToInstant(value); }

    /// <summary>
    /// The interval between two runs, in the unit of <see cref="IntervalUnit"/>, or null if Xplenty does not report it.
    /// </summary>
    public long? IntervalAmount { get; init; }

    /// <summary>
    /// The unit of <see cref="IntervalAmount"/>: minutes, hours, days, weeks or months. Null if Xplenty does not report it.
    /// </summary>
    public string? IntervalUnit { get; init; }

    /// <summary>The status of the last run, as Xplenty sent it, or null if there was none or Xplenty does not report it.</summary>
    public string? LastRunStatus { get; init; }

    /// <summary>The number of runs so far, or null if Xplenty does not report it.</summary>
    public long? ExecutionCount { get; init; }

    /// <summary>True if a run can start while an earlier run is unfinished, or null if Xplenty does not report it.</summary>
    public bool? Overlap { get; init; }

    /// <summary>True if the schedule runs a package again after a failure, or null if Xplenty does not report it.</summary>
    public bool? AutoRetry { get; init; }

    /// <summary>The number of retries that the schedule allows, or null if Xplenty does not report it.</summary>
    public long? AutoRetryAttempts { get; init; }

    /// <summary>
    /// Which existing clusters the schedule can use: none, self or any. Null if Xplenty does not report it.
    /// </summary>
    public string? ReuseClusterStrategy { get; init; }

    /// <summary>What the schedule runs, or null if Xplenty does not report it.</summary>
    public XplentyScheduleTask? Task { get; init; }

    /// <summary>The local time when the schedule was created, or null if Xplenty does not report it.</summary>
    public DateTime? CreatedAt { get => LocalTime.From(CreatedInstant); init => CreatedInstant = LocalTime.ToInstant(value); }

    /// <summary>The local time when the schedule was last changed, or null if Xplenty does not report it.</summary>
    public DateTime? UpdatedAt { get => LocalTime.From(UpdatedInstant); init => UpdatedInstant = LocalTime.ToInstant(value); }

    /// <summary>The API address of the schedule, or null if Xplenty does not report it.</summary>
    public Uri? Url { get; init; }

    /// <summary>The address of the schedule's web page, or null if Xplenty does not report it.</summary>
    public Uri? HtmlUrl { get; init; }

    /// <summary>Other fields that Xplenty sent for the schedule, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The instant that <see cref="StartAt"/> shows.</summary>
    internal DateTimeOffset? StartInstant { get; init; }

    /// <summary>The instant that <see cref="CreatedAt"/> shows.</summary>
    internal DateTimeOffset? CreatedInstant { get; init; }

    /// <summary>The instant that <see cref="UpdatedAt"/> shows.</summary>
    internal DateTimeOffset? UpdatedInstant { get; init; }
}
