using System;

namespace JobStatus.Services.Xplenty;

/// <summary>The jobs to list, and their order.</summary>
public sealed class XplentyJobQuery
{
    /// <summary>List only jobs with this status, as Xplenty names it. Null for all.</summary>
    public string? Status { get; init; }

    /// <summary>List only jobs of this package. Null for all.</summary>
    public long? PackageId { get; init; }

    /// <summary>List only jobs that were updated at this time or later. Null for all.</summary>
    public DateTimeOffset? UpdatedSince { get; init; }

    /// <summary>
    /// True to sort by the time of the last update, and false to sort by the creation time. The default is false.
    /// </summary>
    public bool SortByUpdate { get; init; }

    /// <summary>True to list the oldest jobs first. The default is false.</summary>
    public bool OldestFirst { get; init; }
}
