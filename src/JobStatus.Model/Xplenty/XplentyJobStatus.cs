using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>Xplenty's status words and what they mean.</summary>
internal static class XplentyJobStatus
{
    private static readonly Dictionary<string, StatusMeaning> Meanings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["idle"] = StatusMeaning.Going(RemoteJobState.Queued),
        ["pending"] = StatusMeaning.Going(RemoteJobState.Queued),
        ["queued"] = StatusMeaning.Going(RemoteJobState.Queued),
        ["running"] = StatusMeaning.Going(RemoteJobState.Running),
        ["pending_stoppage"] = StatusMeaning.Going(RemoteJobState.Stopping),
        ["stopping"] = StatusMeaning.Going(RemoteJobState.Stopping),
        ["completed"] = StatusMeaning.Ended(RemoteJobState.Completed),
        ["failed"] = StatusMeaning.Ended(RemoteJobState.Failed),
        ["stopped"] = StatusMeaning.Ended(RemoteJobState.Stopped),
    };

    public static StatusMeaning Of(string? status) =>
        status is not null && Meanings.TryGetValue(status, out StatusMeaning meaning) ? meaning : StatusMeaning.NotKnown;
}
