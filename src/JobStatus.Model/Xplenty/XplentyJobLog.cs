using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>The log of an Xplenty job.</summary>
/// <remarks>Source: Integrate.io ETL API, "Get Job Log".</remarks>
public sealed class XplentyJobLog : ServiceObject
{
    /// <summary>The id of the job, as requested.</summary>
    public string JobId { get; init; } = string.Empty;

    /// <summary>The name of the connection that the log was read through, or null if there was none.</summary>
    public string? Connection { get; init; }

    /// <summary>The text of the log, which can have several lines, or null if Xplenty does not report it.</summary>
    public string? Body { get; init; }

    /// <summary>The API address of the log, or null if Xplenty does not report it.</summary>
    public Uri? Url { get; init; }

    /// <summary>Other fields that Xplenty sent for the log, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>Returns the text of the log.</summary>
    /// <returns>The text of the log, which can have several lines.</returns>
    public override string ToString() => Body ?? string.Empty;
}
