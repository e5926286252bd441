namespace JobStatus;

/// <summary>The schedule of an Alma job. Alma has no schedules of their own: each scheduled job definition is one.</summary>
/// <remarks>
/// Source: Alma Configuration API, "Retrieve Jobs". Alma reports neither the last run nor whether the schedule is active, so
/// <see cref="RemoteSchedule.LastRunAt"/> and <see cref="RemoteSchedule.Enabled"/> are null.
/// </remarks>
public sealed class AlmaSchedule : RemoteSchedule
{
    /// <inheritdoc/>
    public override string Service => "Alma";

    /// <inheritdoc/>
    public override string? Definition => Id.Length > 0 ? Id : null;

    /// <summary>Same as <see cref="RemoteSchedule.Id"/>, which is the id of the job definition.</summary>
    public string JobId { get => Id; init => Id = value; }

    /// <summary>When the job runs, as Alma describes it, or null if Alma does not report it.</summary>
    public AlmaCodedValue? Schedule { get; init; }

    /// <summary>The category (the area of Alma that the job belongs to), or null if Alma does not report it.</summary>
    public AlmaCodedValue? Category { get; init; }

    /// <summary>The job definition with all its fields, or null if it is not known.</summary>
    public AlmaJob? Job { get; init; }
}
