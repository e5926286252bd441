using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus;

/// <summary>Maps Xplenty statuses to states.</summary>
internal static class XplentyJobStatus
{
    private static readonly Dictionary<string, StatusMeaning> Meanings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["idle"] = StatusMeaning.Unfinished(RemoteJobState.Queued),
        ["pending"] = StatusMeaning.Unfinished(RemoteJobState.Queued),
        ["queued"] = StatusMeaning.Unfinished(RemoteJobState.Queued),
        ["running"] = StatusMeaning.Unfinished(RemoteJobState.Running),
        ["pending_stoppage"] = StatusMeaning.Unfinished(RemoteJobState.Stopping),
        ["stopping"] = StatusMeaning.Unfinished(RemoteJobState.Stopping),
        ["completed"] = StatusMeaning.Finished(RemoteJobState.Completed),
        ["failed"] = StatusMeaning.Finished(RemoteJobState.Failed),
        ["stopped"] = StatusMeaning.Finished(RemoteJobState.Stopped),
    };

    /// <summary>The known statuses of unfinished jobs.</summary>
    public static IEnumerable<string> Unfinished =>
        Meanings.Where(static entry => !entry.Value.IsFinished).Select(static entry => entry.Key);

    public static StatusMeaning Interpret(string? status) =>
        status is not null && Meanings.TryGetValue(status, out StatusMeaning meaning) ? meaning : StatusMeaning.Unknown;
}
