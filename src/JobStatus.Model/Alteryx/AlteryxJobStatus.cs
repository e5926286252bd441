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
        ["Created"] = StatusMeaning.Going(RemoteJobState.Queued),
        ["Queued"] = StatusMeaning.Going(RemoteJobState.Queued),
        ["Initializing"] = StatusMeaning.Going(RemoteJobState.Running),
        ["Running"] = StatusMeaning.Going(RemoteJobState.Running),
        ["Cancelled"] = StatusMeaning.Ended(RemoteJobState.Stopped),
        ["Error"] = StatusMeaning.Ended(RemoteJobState.Failed),
        ["Timeout"] = StatusMeaning.Ended(RemoteJobState.Failed),
    };

    // Answers say Completed, filters say Complete.
    private static readonly HashSet<string> CompletedWords = new(StringComparer.OrdinalIgnoreCase) { "Completed", "Complete" };

    private static readonly Dictionary<string, RemoteJobState> Dispositions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Success"] = RemoteJobState.Completed,
        ["Warning"] = RemoteJobState.CompletedWithWarnings,
        ["Error"] = RemoteJobState.Failed,
        ["UnresolvedError"] = RemoteJobState.Failed,
        ["Cancelled"] = RemoteJobState.Stopped,
    };

    public static StatusMeaning Of(string? status, string? disposition)
    {
        if (status is null)
        {
            return StatusMeaning.NotKnown;
        }

        if (CompletedWords.Contains(status))
        {
            // It ran to its end; without a result that is known, nobody can say that it succeeded.
            return StatusMeaning.Ended(
                disposition is not null && Dispositions.TryGetValue(disposition, out RemoteJobState state)
                    ? state
                    : RemoteJobState.Unknown);
        }

        return Meanings.TryGetValue(status, out StatusMeaning meaning) ? meaning : StatusMeaning.NotKnown;
    }
}
