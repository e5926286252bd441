using System.Collections.Generic;

namespace JobStatus;

/// <summary>
/// Somebody who is told when an Xplenty job completes, fails or is stopped.
/// Page: Integrate.io ETL API, "List Job Watchers".
/// </summary>
public sealed class XplentyJobWatcher
{
    /// <summary>The id of the job, as it was asked for.</summary>
    public string JobId { get; init; } = string.Empty;

    /// <summary>The name of the connection that read it; null when it was not read through one.</summary>
    public string? Connection { get; init; }

    /// <summary>The number of the user; null where Xplenty does not say.</summary>
    public long? UserId { get; init; }

    /// <summary>The name of the user; null where Xplenty does not say.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What else Xplenty sent about the watcher. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The name, else the number.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(DisplayName, $"{UserId}");
}
