using System.Collections.Generic;

namespace JobStatus.Services.Waiting;

/// <summary>A list that is due, and for which runs.</summary>
internal sealed class ListPoll(WatchedList list, IReadOnlyList<WatchedJob> jobs, int maxPages)
{
    public WatchedList List { get; } = list;

    public IReadOnlyList<WatchedJob> Jobs { get; } = jobs;

    /// <summary>After how many pages it becomes dearer than to ask for each run.</summary>
    public int MaxPages { get; } = maxPages;
}
