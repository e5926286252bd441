using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Services.Alteryx;

/// <summary>
/// The jobs to list, and their order. Values are as in responses, and are converted to the values that filters use.
/// </summary>
public sealed class AlteryxJobQuery
{
    internal const string Error = "Error";

    private const string Completed = "Completed";

    /// <summary>List only jobs of this workflow. Null to list the queue, which only curators can read.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>
    /// List only jobs with these statuses, as in responses. Empty for all. For a workflow, at most one is supported.
    /// </summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];

    /// <summary>
    /// List only jobs with this result: Success, Warning, or Error. Null for all. The queue does not support this filter.
    /// </summary>
    public string? Result { get; init; }

    /// <summary>The name of the workflow, which its jobs get. Null if it is not known.</summary>
    public string? WorkflowName { get; init; }

    /// <summary>List only jobs that were submitted at this time or later. Null for all.</summary>
    public DateTimeOffset? SubmittedAfter { get; init; }

    // Also list older jobs that have not finished, as far as the pages that are read contain them.
    internal bool IncludesUnfinished { get; init; }

    /// <summary>True to list only the user's own jobs in the queue. The default is false.</summary>
    public bool SubmittedByMe { get; init; }

    /// <summary>True to list the oldest jobs first. The default is false.</summary>
    public bool OldestFirst { get; init; }

    // Jobs that were submitted after a time are the first jobs of a list that starts with the newest one.
    internal bool RequestsOldestFirst => OldestFirst && SubmittedAfter is null;

    // The disposition of all jobs in the list. Alteryx does not distinguish between upper and lower case in the filter.
    internal string? Disposition =>
        Result is { Length: > 0 } ? char.ToUpperInvariant(Result[0]) + Result.Substring(1).ToLowerInvariant() : null;

    // Responses use Completed, and filters use Complete.
    internal IEnumerable<string> StatusFilters => Statuses.Select(static status => Is(status, Completed) ? "Complete" : status);

    /// <summary>
    /// Returns false if a job has none of the statuses. A Server can return such jobs, for example canceled jobs for the filter
    /// Complete. The filter Error also means jobs that are completed with an error.
    /// </summary>
    internal bool Matches(AlteryxJob job) =>
        Statuses.Count == 0 || job.Status is null
        || Statuses.Any(status => Is(job.Status, status) || (Is(status, Error) && Is(job.Status, Completed)));

    private static bool Is(string status, string other) => string.Equals(status, other, StringComparison.OrdinalIgnoreCase);
}
