using System;
using System.Linq;

namespace JobStatus.Services;

/// <summary>
/// The runs to list across the definitions of a service: those that were active at a time or later, or only unfinished ones. A run
/// was active when it was submitted, when it started, and when it finished. An unfinished run is active now.
/// </summary>
public sealed class RecentJobQuery
{
    /// <summary>List the runs that were active at this time or later. Null to list only unfinished runs, whatever their age.</summary>
    public DateTimeOffset? Since { get; init => field = value?.ToUniversalTime(); }

    /// <summary>
    /// True if only unfinished runs are wanted, so that a service need not read finished runs. With a time in <see cref="Since"/>, a
    /// service can search the runs since then for unfinished ones. The default is false.
    /// </summary>
    public bool OnlyUnfinished { get; init; }

    /// <summary>
    /// True to list also the runs of Alma jobs that are not scheduled. Each definition costs a request, so the default is false.
    /// </summary>
    public bool IncludeUnscheduled { get; init; }

    /// <summary>
    /// The number of runs that are wanted, newest first. A service needs to read only these in full, but can list more. The
    /// default is all.
    /// </summary>
    public int First { get; init; } = int.MaxValue;

    /// <summary>
    /// Returns true if runs with this name, which can be null, are wanted. A service can list other runs, too. The default is all.
    /// </summary>
    public Func<string?, bool> MatchesName { get; init; } = static _ => true;

    /// <summary>True if finished runs are wanted, too.</summary>
    internal bool WantsFinished => Since is not null && !OnlyUnfinished;

    /// <summary>Returns a time before <see cref="Since"/>, or null if that is null.</summary>
    /// <param name="span">The time span between the two.</param>
    internal DateTimeOffset? SinceMinus(TimeSpan span) =>
        Since is not { } since ? null
        : since.UtcTicks > span.Ticks ? since - span
        : DateTimeOffset.MinValue;

    /// <summary>
    /// Returns true if a run was active at the time or later, or is unfinished. A finished run without any time matches, because the
    /// service listed it.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="lastChange">When the service last changed the run, which is used if it is not known when the run finished.</param>
    internal bool Matches(RemoteJob run, DateTimeOffset? lastChange = null)
    {
        if (!run.IsFinished || !WantsFinished)
        {
            return !run.IsFinished;
        }

        DateTimeOffset? measuredEnd =
            run is { StartedInstant: not null, Duration: not null } ? Add(run.StartedInstant, run.Duration) : lastChange;
        DateTimeOffset?[] times = [run.SubmittedInstant, run.StartedInstant, run.FinishedInstant ?? measuredEnd];
        return IsRecent(times.Max());
    }

    /// <summary>Returns true if a time of activity is recent enough, or if it is not known.</summary>
    /// <param name="active">The time, or null if it is not known.</param>
    internal bool IsRecent(DateTimeOffset? active) => !(active < Since);

    /// <summary>Adds a duration, which a service can report with any value. Without one, the time is the same.</summary>
    /// <param name="time">The time, or null if it is not known.</param>
    /// <param name="duration">The duration, or null if it is not known.</param>
    internal static DateTimeOffset? Add(DateTimeOffset? time, TimeSpan? duration) =>
        time is not { } start || duration is not { } span || span < TimeSpan.Zero ? time
        : span < DateTimeOffset.MaxValue - start ? start + span
        : DateTimeOffset.MaxValue;
}
