using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>
/// What Alteryx's status and disposition mean together: the status is the place in the queue, the disposition the
/// result. Completed with disposition Error is the ordinary failed run.
/// </summary>
internal static class AlteryxJobStatus
{
    private static readonly Dictionary<string, StatusMeaning> Meanings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Created"] = StatusMeaning.Unfinished(RemoteJobState.Queued),
        ["Queued"] = StatusMeaning.Unfinished(RemoteJobState.Queued),
        ["Initializing"] = StatusMeaning.Unfinished(RemoteJobState.Running),
        ["Running"] = StatusMeaning.Unfinished(RemoteJobState.Running),
        ["Cancelled"] = StatusMeaning.Finished(RemoteJobState.Stopped),
        ["Error"] = StatusMeaning.Finished(RemoteJobState.Failed),
        ["Timeout"] = StatusMeaning.Finished(RemoteJobState.Failed),
    };

    // Answers say Completed, filters say Complete.
    private static readonly HashSet<string> CompletedStatuses = new(StringComparer.OrdinalIgnoreCase) { "Completed", "Complete" };

    private static readonly Dictionary<string, RemoteJobState> Dispositions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Success"] = RemoteJobState.Completed,
        ["Warning"] = RemoteJobState.CompletedWithWarnings,
        ["Error"] = RemoteJobState.Failed,
        ["UnresolvedError"] = RemoteJobState.Failed,
        ["Cancelled"] = RemoteJobState.Stopped,
    };

    public static StatusMeaning Interpret(string? status, string? disposition)
    {
        if (status is null)
        {
            return StatusMeaning.Unknown;
        }

        if (CompletedStatuses.Contains(status))
        {
            // It ran to its end; without a result that is known, nobody can say that it succeeded.
            return StatusMeaning.Finished(
                disposition is not null && Dispositions.TryGetValue(disposition, out RemoteJobState state)
                    ? state
                    : RemoteJobState.Unknown);
        }

        return Meanings.TryGetValue(status, out StatusMeaning meaning) ? meaning : StatusMeaning.Unknown;
    }
}
