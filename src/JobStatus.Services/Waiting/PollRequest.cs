using System.Collections.Generic;

namespace JobStatus.Services.Waiting;

/// <summary>
/// A part of a poll that is sent and canceled on its own: a list, runs that are read by their ids, or the earlier runs of a
/// definition.
/// </summary>
internal sealed class PollRequest(IReadOnlyList<WatchedJob> jobs, WatchedList? list = null, int maxPages = 0)
{
    /// <summary>The runs that the request is sent for.</summary>
    public IReadOnlyList<WatchedJob> Jobs { get; } = jobs;

    /// <summary>The list to read, or null if the request is not for a list.</summary>
    public WatchedList? List { get; } = list;

    /// <summary>The number of pages after which reading each run by its id takes fewer requests.</summary>
    public int MaxPages { get; } = maxPages;
}
