using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>Maps Alma status codes to states.</summary>
internal static class AlmaJobStatus
{
    private static readonly Dictionary<string, StatusMeaning> Meanings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["QUEUED"] = StatusMeaning.Unfinished(RemoteJobState.Queued),
        ["PENDING"] = StatusMeaning.Unfinished(RemoteJobState.Queued),
        ["INITIALIZING"] = StatusMeaning.Unfinished(RemoteJobState.Running),
        ["RUNNING"] = StatusMeaning.Unfinished(RemoteJobState.Running),
        ["FINALIZING"] = StatusMeaning.Unfinished(RemoteJobState.Running),
        ["COMPLETED_SUCCESS"] = StatusMeaning.Finished(RemoteJobState.Completed),
        ["COMPLETED_NO_BULKS"] = StatusMeaning.Finished(RemoteJobState.Completed),
        ["COMPLETED_WARNING"] = StatusMeaning.Finished(RemoteJobState.Warning),
        ["MANUAL_HANDLING_REQUIRED"] = StatusMeaning.Finished(RemoteJobState.Warning),
        ["SKIPPED"] = StatusMeaning.Finished(RemoteJobState.Warning),
        ["COMPLETED_FAILED"] = StatusMeaning.Finished(RemoteJobState.Failed),
        ["FAILED"] = StatusMeaning.Finished(RemoteJobState.Failed),
        ["SYSTEM_ABORTED"] = StatusMeaning.Finished(RemoteJobState.Failed),
        ["USER_ABORTED"] = StatusMeaning.Finished(RemoteJobState.Stopped),
    };

    public static StatusMeaning Interpret(string? status) =>
        status is not null && Meanings.TryGetValue(status, out StatusMeaning meaning) ? meaning : StatusMeaning.Unknown;
}
