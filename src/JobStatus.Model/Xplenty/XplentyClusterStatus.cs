using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>
/// The meaning of the status of an Xplenty cluster, in the terms of a run: queued until it is available, and running while it can
/// run jobs.
/// </summary>
/// <remarks>Source: Integrate.io ETL API, "Get Cluster Information".</remarks>
internal static class XplentyClusterStatus
{
    private static readonly Dictionary<string, StatusMeaning> Meanings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["pending"] = StatusMeaning.Unfinished(RemoteJobState.Queued),
        ["creating"] = StatusMeaning.Unfinished(RemoteJobState.Queued),
        ["scaling"] = StatusMeaning.Unfinished(RemoteJobState.Queued),
        ["available"] = StatusMeaning.Unfinished(RemoteJobState.Running),
        ["idle"] = StatusMeaning.Unfinished(RemoteJobState.Running),
        ["pending_terminate"] = StatusMeaning.Unfinished(RemoteJobState.Stopping),
        ["terminating"] = StatusMeaning.Unfinished(RemoteJobState.Stopping),
        ["terminated"] = StatusMeaning.Finished(RemoteJobState.Completed),
        ["error"] = StatusMeaning.Finished(RemoteJobState.Failed),
    };

    public static StatusMeaning Interpret(string? status) =>
        status is not null && Meanings.TryGetValue(status, out StatusMeaning meaning) ? meaning : StatusMeaning.Unknown;
}
