using System;

namespace JobStatus;

/// <summary>
/// A schedule that starts jobs at a remote service. This type has the members that all services share, and each derived type
/// has the fields of its service.
/// </summary>
public abstract class RemoteSchedule : ServiceObject
{
    /// <summary>The name of the service: Alma, Xplenty, or Alteryx.</summary>
    public abstract string Service { get; }

    /// <summary>The name of the connection that the schedule was read through, which later requests also use.</summary>
    public string? Connection { get; init; }

    /// <summary>The id that identifies the schedule at its service.</summary>
    public string Id { get; init => field = ObjectId.Set(field, value); } = string.Empty;

    /// <summary>The name of the schedule, or null if the service does not report it.</summary>
    public string? Name { get; init; }

    /// <summary>True if the schedule starts jobs, false if it is disabled, or null if the service does not report it.</summary>
    public virtual bool? Enabled { get; init; }

    /// <summary>
    /// The id of what the schedule runs: the job of Alma, the package of Xplenty, or the workflow of Alteryx. Several ids are
    /// separated by commas. Null if the service does not report it.
    /// </summary>
    public abstract string? Definition { get; }

    /// <summary>
    /// The local time of the last scheduled run, or null if there was none or the service does not report it.
    /// </summary>
    public DateTime? LastRunAt { get => LocalTime.From(LastRunInstant); init => LastRunInstant = LocalTime.ToInstant(value); }

    /// <summary>
    /// The local time of the next scheduled run, or null if there is none or the service does not report it.
    /// </summary>
    public DateTime? NextRunAt { get => LocalTime.From(NextRunInstant); init => NextRunInstant = LocalTime.ToInstant(value); }

    /// <summary>The instant that <see cref="LastRunAt"/> shows.</summary>
    internal DateTimeOffset? LastRunInstant { get; init; }

    /// <summary>The instant that <see cref="NextRunAt"/> shows.</summary>
    internal DateTimeOffset? NextRunInstant { get; init; }

    /// <summary>Returns the service, the id and the name.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() =>
        DisplayText.OneLine(Name) is { } name
            ? $"{Service} schedule {DisplayText.OneLine(Id)} ({name})"
            : $"{Service} schedule {DisplayText.FirstNonEmpty(Id)}";
}
