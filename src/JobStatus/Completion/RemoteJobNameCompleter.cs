using System.Collections.Generic;

namespace JobStatus.Completion;

/// <summary>Completes the names of runs that were used in this session.</summary>
internal sealed class RemoteJobNameCompleter : RemoteNameCompleter
{
    protected override IReadOnlyList<CompletionCandidate> GetCandidates(JobStatusConnection connection) =>
        connection.History.Runs.ToArray();
}
