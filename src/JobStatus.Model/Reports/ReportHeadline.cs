using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Reports;

/// <summary>Summarizes the states of runs in one sentence.</summary>
internal static class ReportHeadline
{
    /// <param name="counts">The number of runs in each state that occurs, in the order in which they are named.</param>
    public static string Create(IReadOnlyList<StateCount> counts)
    {
        int total = counts.Sum(count => count.Count);
        if (total == 0)
        {
            return "There are no runs to report.";
        }

        if (total == 1)
        {
            return $"The run {Predicate(counts[0].State, 1)}.";
        }

        if (counts.Count == 1)
        {
            return $"All {total} runs {Predicate(counts[0].State, total)}.";
        }

        bool hasFailures = counts[0].State == RemoteJobState.Failed;
        string first = hasFailures ? $"{counts[0].Count} of {total} runs failed" : $"None of the {total} runs failed";
        string[] parts =
        [
            first,
            .. counts
                .Where(count => count.State is not (RemoteJobState.Failed or RemoteJobState.Completed))
                .Select(count => $"{count.Count} {Predicate(count.State, count.Count)}"),
        ];
        return parts.Length switch
        {
            1 => $"{first}.",
            2 => $"{first}, and {parts[1]}.",
            _ => $"{string.Join(", ", parts.Take(parts.Length - 1))}, and {parts[parts.Length - 1]}.",
        };
    }

    private static string Predicate(RemoteJobState state, int count) => state switch
    {
        RemoteJobState.Completed => "completed",
        RemoteJobState.Failed => "failed",
        RemoteJobState.Warning => count == 1 ? "completed with a warning" : "completed with warnings",
        RemoteJobState.Stopped => count == 1 ? "was stopped" : "were stopped",
        RemoteJobState.Running => count == 1 ? "is running" : "are running",
        RemoteJobState.Stopping => count == 1 ? "is being stopped" : "are being stopped",
        RemoteJobState.Queued => count == 1 ? "is queued" : "are queued",
        _ => count == 1 ? "has an unknown state" : "have an unknown state",
    };
}
