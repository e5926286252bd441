using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>The filters and the order that the list of jobs and the list of children share.</summary>
internal sealed record XplentyListOrder(string Status, DateTimeOffset? Since, bool ByUpdate, bool Ascending)
{
    private const string AnyStatus = "all";

    public static XplentyListOrder Read(QueryReader query) => new(
        query.Choice("status", StringComparison.Ordinal, [AnyStatus, .. XplentyStatuses.All]) ?? AnyStatus,
        query.UtcTime("since"),
        query.Choice("sort", StringComparison.Ordinal, "created", "updated") == "updated",
        query.Choice("direction", StringComparison.Ordinal, "asc", "desc") == "asc");

    /// <summary>Filters and sorts the jobs.</summary>
    public IEnumerable<XplentyListItem> Apply(IEnumerable<XplentyListItem> items)
    {
        IEnumerable<XplentyListItem> sorted = items
            .Where(item => (Status == AnyStatus || Status == item.Status) && (Since is null || item.UpdatedAt >= Since))
            .OrderBy(item => ByUpdate ? item.UpdatedAt : default)
            .ThenBy(item => item.Job, StoredJob.BySubmission);
        return Ascending ? sorted : sorted.Reverse();
    }
}
