using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>
/// Maps an Alteryx status and disposition to a state. The status is the position in the queue, and the disposition
/// is the result. A failed run usually has status Completed and disposition Error.
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

    // Responses use Completed, and filters use Complete.
    private static readonly HashSet<string> CompletedStatuses = new(StringComparer.OrdinalIgnoreCase) { "Completed", "Complete" };

    private static readonly Dictionary<string, RemoteJobState> Dispositions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Success"] = RemoteJobState.Completed,
        ["Warning"] = RemoteJobState.Warning,
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
            // The run is over, but only a known disposition shows whether it succeeded.
            return StatusMeaning.Finished(
                disposition is not null && Dispositions.TryGetValue(disposition, out RemoteJobState state)
                    ? state
                    : RemoteJobState.Unknown);
        }

        return Meanings.TryGetValue(status, out StatusMeaning meaning) ? meaning : StatusMeaning.Unknown;
    }
}
