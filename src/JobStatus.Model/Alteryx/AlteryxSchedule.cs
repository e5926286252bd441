using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>A schedule on an Alteryx Server, which runs a workflow.</summary>
/// <remarks>
/// Source: Alteryx Server API V3, "Schedules Endpoints and Parameters". Many fields are missing if the Server returned only the
/// reduced form of the schedule.
/// </remarks>
public sealed class AlteryxSchedule : RemoteSchedule
{
    /// <inheritdoc/>
    public override string Service => "Alteryx";

    /// <inheritdoc/>
    public override string? Definition => WorkflowId;

    /// <summary>The id of the workflow that the schedule runs, or null if the workflow no longer exists.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>The id of the version of the workflow, or null if Alteryx does not report it.</summary>
    public string? VersionId { get; init; }

    /// <summary>The id of the owner, or null if Alteryx does not report it.</summary>
    public string? OwnerId { get; init; }

    /// <summary>The comment, or null if Alteryx does not report it.</summary>
    public string? Comment { get; init; }

    /// <summary>The priority of the jobs: a word, or a number that is not known. Null if Alteryx does not report it.</summary>
    public string? Priority { get; init; }

    /// <summary>The tag of the workers that can run the jobs, or null if Alteryx does not report it.</summary>
    public string? WorkerTag { get; init; }

    /// <summary>The id of the credential that the workflow runs with, or null if Alteryx does not report it.</summary>
    public string? CredentialId { get; init; }

    /// <summary>The status, as Alteryx names it, or null if Alteryx does not report it.</summary>
    public string? Status { get; init; }

    /// <summary>The state, as Alteryx names it, such as Active. Null if Alteryx does not report it.</summary>
    public string? State { get; init; }

    /// <summary>How often the workflow runs, as Alteryx describes it, or null if Alteryx does not report it.</summary>
    public string? Frequency { get; init; }

    /// <summary>The time zone, as Alteryx names it, or null if Alteryx does not report it.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The period in which the schedule starts jobs, or null if Alteryx does not report it.</summary>
    public AlteryxScheduleIteration? Iteration { get; init; }

    /// <summary>The number of runs, or null if Alteryx does not report it.</summary>
    public long? RunCount { get; init; }

    /// <summary>The error of the last run, or null if there was none or Alteryx does not report it.</summary>
    public string? LastError { get; init; }

    /// <summary>The name of the computer, or null if Alteryx does not report it.</summary>
    public string? CpuName { get; init; }

    /// <summary>True if you can change the schedule. Null if Alteryx does not report it.</summary>
    public bool? CanEdit { get; init; }

    /// <summary>The local time when the schedule was created, or null if Alteryx does not report it.</summary>
    public DateTime? CreatedAt { get => LocalTime.From(CreatedInstant); init => CreatedInstant = LocalTime.ToInstant(value); }

    /// <summary>The id of the user who last changed the schedule, or null if Alteryx does not report it.</summary>
    public string? ModifiedBy { get; init; }

    /// <summary>The local time of the last change, or null if Alteryx does not report it.</summary>
    public DateTime? ModifiedAt { get => LocalTime.From(ModifiedInstant); init => ModifiedInstant = LocalTime.ToInstant(value); }

    /// <summary>The answers to the questions of the workflow. Never null.</summary>
    public IReadOnlyList<AlteryxWorkflowQuestion> Questions { get; init; } = [];

    /// <summary>Other fields that Alteryx sent for the schedule, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The instant that <see cref="CreatedAt"/> shows.</summary>
    internal DateTimeOffset? CreatedInstant { get; init; }

    /// <summary>The instant that <see cref="ModifiedAt"/> shows.</summary>
    internal DateTimeOffset? ModifiedInstant { get; init; }
}
