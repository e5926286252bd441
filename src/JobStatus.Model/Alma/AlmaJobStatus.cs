using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>Alma's status codes and what they mean.</summary>
internal static class AlmaJobStatus
{
    private static readonly Dictionary<string, StatusMeaning> Meanings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["QUEUED"] = StatusMeaning.Going(RemoteJobState.Queued),
        ["PENDING"] = StatusMeaning.Going(RemoteJobState.Queued),
        ["INITIALIZING"] = StatusMeaning.Going(RemoteJobState.Running),
        ["RUNNING"] = StatusMeaning.Going(RemoteJobState.Running),
        ["FINALIZING"] = StatusMeaning.Going(RemoteJobState.Running),
        ["COMPLETED_SUCCESS"] = StatusMeaning.Ended(RemoteJobState.Completed),
        ["COMPLETED_NO_BULKS"] = StatusMeaning.Ended(RemoteJobState.Completed),
        ["COMPLETED_WARNING"] = StatusMeaning.Ended(RemoteJobState.CompletedWithWarnings),
        ["MANUAL_HANDLING_REQUIRED"] = StatusMeaning.Ended(RemoteJobState.CompletedWithWarnings),
        ["SKIPPED"] = StatusMeaning.Ended(RemoteJobState.CompletedWithWarnings),
        ["COMPLETED_FAILED"] = StatusMeaning.Ended(RemoteJobState.Failed),
        ["FAILED"] = StatusMeaning.Ended(RemoteJobState.Failed),
        ["SYSTEM_ABORTED"] = StatusMeaning.Ended(RemoteJobState.Failed),
        ["USER_ABORTED"] = StatusMeaning.Ended(RemoteJobState.Stopped),
    };

    public static StatusMeaning Of(string? status) =>
        status is not null && Meanings.TryGetValue(status, out StatusMeaning meaning) ? meaning : StatusMeaning.NotKnown;
}
