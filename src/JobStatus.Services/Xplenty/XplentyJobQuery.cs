using System;

namespace JobStatus.Services.Xplenty;

/// <summary>Which jobs to list, and in which order.</summary>
public sealed class XplentyJobQuery
{
    /// <summary>Only jobs of this status, in Xplenty's word; null for all.</summary>
    public string? Status { get; init; }

    /// <summary>Only runs of this package; null for all.</summary>
    public long? PackageId { get; init; }

    /// <summary>Only jobs that changed at this time or later; null for all.</summary>
    public DateTimeOffset? UpdatedSince { get; init; }

    /// <summary>True to sort by the last change, false by the creation.</summary>
    public bool SortByUpdate { get; init; }

    /// <summary>True for the oldest first.</summary>
    public bool OldestFirst { get; init; }
}
