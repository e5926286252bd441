using System.Collections.Generic;

namespace JobStatus;

/// <summary>A user whom Xplenty notifies when a job completes, fails, or is stopped.</summary>
/// <remarks>Source: Integrate.io ETL API, "List Job Watchers".</remarks>
public sealed class XplentyJobWatcher : ServiceObject
{
    /// <summary>The id of the job, as requested.</summary>
    public string JobId { get; init; } = string.Empty;

    /// <summary>The name of the connection that the watcher was read through, or null if there was none.</summary>
    public string? Connection { get; init; }

    /// <summary>The id of the user, or null if Xplenty does not report it.</summary>
    public long? UserId { get; init; }

    /// <summary>The name of the user, or null if Xplenty does not report it.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Other fields that Xplenty sent for the watcher, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>Returns the name, or the id if there is no name.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(DisplayName, $"{UserId}");
}
