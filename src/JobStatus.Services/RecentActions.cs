using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Services;

/// <summary>
/// The runs that this process started or stopped a short time ago, and the clusters that it created. All connections to the same
/// address share them.
/// </summary>
internal static class RecentActions
{
    // A run that was started this long ago can be read.
    private static readonly TimeSpan StartDuration = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan StopDuration = TimeSpan.FromHours(1);

    private static readonly object Gate = new();
    private static readonly Dictionary<(Uri Service, string Id), DateTimeOffset> Starts = [];
    private static readonly Dictionary<(Uri Service, string Id), DateTimeOffset> Stops = [];

    /// <summary>
    /// Records a start. An earlier stop was then of another run with the same id, such as before a restart of the sandbox.
    /// </summary>
    public static void AddStart(Uri service, string id, DateTimeOffset now)
    {
        lock (Gate)
        {
            Stops.Remove((service, id));
        }

        Add(Starts, service, id, now, StartDuration);
    }

    public static void AddStop(Uri service, string id, DateTimeOffset now) => Add(Stops, service, id, now, StopDuration);

    public static bool WasStarted(Uri service, string id, DateTimeOffset now) => Contains(Starts, service, id, now);

    public static bool WasStopped(Uri service, string id, DateTimeOffset now) => Contains(Stops, service, id, now);

    /// <summary>Returns true if a run that was submitted at this time might not be readable yet.</summary>
    public static bool IsNew(DateTimeOffset submitted, DateTimeOffset now) => (now - submitted).Duration() <= StartDuration;

    private static void Add(
        Dictionary<(Uri Service, string Id), DateTimeOffset> actions,
        Uri service,
        string id,
        DateTimeOffset now,
        TimeSpan duration)
    {
        lock (Gate)
        {
            foreach ((Uri, string) expired in actions.Where(action => action.Value < now).Select(static action => action.Key).ToArray())
            {
                actions.Remove(expired);
            }

            actions[(service, id)] = now + duration;
        }
    }

    private static bool Contains(
        Dictionary<(Uri Service, string Id), DateTimeOffset> actions,
        Uri service,
        string id,
        DateTimeOffset now)
    {
        lock (Gate)
        {
            return actions.TryGetValue((service, id), out DateTimeOffset until) && now <= until;
        }
    }
}
