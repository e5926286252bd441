using System.Collections.Generic;

namespace JobStatus.Services.Waiting;

/// <summary>A list that is read in a poll, and the runs that it is read for.</summary>
internal sealed class ListPoll(WatchedList list, IReadOnlyList<WatchedJob> jobs, int maxPages)
{
    public WatchedList List { get; } = list;

    public IReadOnlyList<WatchedJob> Jobs { get; } = jobs;

    /// <summary>The number of pages after which reading each run by itself takes fewer requests.</summary>
    public int MaxPages { get; } = maxPages;
}
