using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>
/// The log of an Xplenty job.
/// Page: Integrate.io ETL API, "Get Job Log".
/// </summary>
public sealed class XplentyJobLog
{
    /// <summary>The id of the job, as it was asked for.</summary>
    public string JobId { get; init; } = string.Empty;

    /// <summary>The name of the connection that read it; null when it was not read through one.</summary>
    public string? Connection { get; init; }

    /// <summary>The text of the log, which can have many lines; null where Xplenty does not say.</summary>
    public string? Body { get; init; }

    /// <summary>The log in the API; null where Xplenty does not say.</summary>
    public Uri? Url { get; init; }

    /// <summary>What else Xplenty sent about the log. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The text of the log.</summary>
    /// <returns>The text of the log.</returns>
    public override string ToString() => Body ?? string.Empty;
}
