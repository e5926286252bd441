using System;
using System.Collections.Generic;

namespace JobStatus.Services.Waiting;

/// <summary>A run that at least one wait in the process waits for.</summary>
internal sealed class WatchedJob
{
    // After a read by id that failed, the next one is postponed by this time.
    private static readonly TimeSpan CheckRetryDelay = TimeSpan.FromMinutes(1);

    // The position of the run among those that are read by their ids at about the same time, from 0 to 1.
    private readonly float _checkPosition;

    // Almost all runs have only one wait, so no list is created for it.
    private WaitPart _firstPart;
    private List<WaitPart>? _otherParts;

    // The last time at which a response showed beyond doubt whether the run had finished.
    private DateTimeOffset _confirmedAt;
    private DateTimeOffset _seenAt;
    private DateTimeOffset _checkFrom;

    public WatchedJob(JobTarget target, WaitPart part, DateTimeOffset now, float checkPosition)
    {
        _firstPart = part;
        _confirmedAt = now;
        _seenAt = now;
        _checkPosition = checkPosition;
        Id = target.Id;
        LastSeen = target.LastSeen;
        Forecast = new JobForecast(now);
        NextPoll = now;
    }

    public string Id { get; }

    /// <summary>The run as it was last read, or null if it has not been read yet.</summary>
    public RemoteJob? LastSeen { get; private set; }

    public DateTimeOffset NextPoll { get; set; }

    /// <summary>
    /// The time at which the run has probably finished, if its list omits fields. From then on, reading the run by its id saves a
    /// request, because the run must be read by its id anyway once it has finished. Otherwise the maximum value.
    /// </summary>
    public DateTimeOffset LikelyEnd { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>The list that covers the run, or null if the run is polled by itself.</summary>
    public WatchedList? List { get; set; }

    /// <summary>The number of lists that were expected to contain the run but did not.</summary>
    public int ListsTried { get; set; }

    /// <summary>The number of times in a row that its list did not contain the run.</summary>
    public int TimesMissing { get; set; }

    public PollStage Stage { get; set; }

    /// <summary>The list that is read for the run in the current poll, or null if the run is polled by itself.</summary>
    public PollRequest? ListRequest { get; set; }

    /// <summary>True if the run has been polled at least once.</summary>
    public bool WasPolled { get; set; }

    /// <summary>The number of consecutive failures to read the run.</summary>
    public int Failures { get; set; }

    /// <summary>The durations of earlier runs of the same definition, or null if the definition is not known.</summary>
    public RunDurations? EarlierRuns { get; set; }

    public JobForecast Forecast;

    /// <summary>The waits for the run. Never empty while the run is watched.</summary>
    public IReadOnlyList<WaitPart> Parts => _otherParts is null ? [_firstPart] : [_firstPart, .. _otherParts];

    /// <summary>The only wait for the run, or null if there are several.</summary>
    public WaitPart? OnlyPart => _otherParts is { Count: > 0 } ? null : _firstPart;

    /// <summary>True if a wait for the run polls only once.</summary>
    public bool IsSinglePoll => AnyPart(static part => part.IsSinglePoll);

    /// <summary>True if a wait for the run ends at a state before the run finishes.</summary>
    public bool WaitsForState => AnyPart(static part => part.Options.For is not null);

    /// <summary>Returns true if any of the waits for the run matches.</summary>
    public bool AnyPart(Predicate<WaitPart> match) => match(_firstPart) || (_otherParts is not null && _otherParts.Exists(match));

    /// <summary>Returns the interval, limited to the bounds of the waits for the run.</summary>
    public TimeSpan Bound(TimeSpan interval)
    {
        TimeSpan shortest = _firstPart.Options.MinimumInterval;
        TimeSpan longest = _firstPart.Options.MaximumInterval;
        for (int i = 0; i < _otherParts?.Count; i++)
        {
            WaitOptions other = _otherParts[i].Options;
            shortest = other.MinimumInterval < shortest ? other.MinimumInterval : shortest;
            longest = other.MaximumInterval < longest ? other.MaximumInterval : longest;
        }

        interval = interval < longest ? interval : longest;
        return interval > shortest ? interval : shortest;
    }

    /// <summary>
    /// Returns the time at which the run must be read by its id although a list covers it: some time after the last such read or
    /// the last growth of its progress, and shortly before each deadline.
    /// </summary>
    /// <param name="now">The current time.</param>
    /// <param name="interval">The longest time between two reads.</param>
    /// <param name="window">The time over which the reads of many runs are spread, which ends when a read is due.</param>
    /// <param name="tolerance">A read that is due within this time counts as due.</param>
    public DateTimeOffset NextCheck(DateTimeOffset now, TimeSpan interval, TimeSpan window, TimeSpan tolerance)
    {
        // A time in the future means that the system clock was set back.
        DateTimeOffset next = _confirmedAt <= now + tolerance ? _confirmedAt + interval - Multiply(window, _checkPosition) : now;
        next = Min(next, NextCheckBeforeDeadline(_firstPart, window, tolerance));
        for (int i = 0; i < _otherParts?.Count; i++)
        {
            next = Min(next, NextCheckBeforeDeadline(_otherParts[i], window, tolerance));
        }

        return next > _checkFrom || _checkFrom > now + CheckRetryDelay ? next : _checkFrom;
    }

    /// <summary>Called when the run was read by its id, or could not be read because of a transient error.</summary>
    public void OnReadById(bool succeeded, DateTimeOffset now)
    {
        if (succeeded)
        {
            _confirmedAt = now;
            _checkFrom = DateTimeOffset.MinValue;
        }
        else
        {
            _checkFrom = now + CheckRetryDelay;
        }
    }

    public void Join(WaitPart part) => (_otherParts ??= []).Add(part);

    /// <returns>True if no wait for the run remains.</returns>
    public bool Leave(WaitPart part)
    {
        _otherParts?.Remove(part);
        if (_firstPart != part)
        {
            return false;
        }

        if (_otherParts is not { Count: > 0 })
        {
            return true;
        }

        _firstPart = _otherParts[0];
        _otherParts.RemoveAt(0);
        return false;
    }

    // The durations of earlier runs do not show when a run reaches a state before its end.
    public EndProbability EndProbabilityAt(DateTimeOffset now) =>
        Forecast.EndProbabilityAt(now, WaitsForState ? null : EarlierRuns?.Statistics);

    /// <summary>Returns the time when the run will probably finish, or null if nothing allows a prediction.</summary>
    public DateTimeOffset? ExpectedEndAt(DateTimeOffset now) => Forecast.ExpectedEndAt(now, EarlierRuns?.Statistics);

    public void Update(RemoteJob job, DateTimeOffset now, TimeSpan clockDifference)
    {
        // If the progress has grown, the run was still unfinished some time after it was last seen, whatever its list reports.
        if (job.PercentComplete > LastSeen?.PercentComplete && _seenAt > _confirmedAt)
        {
            _confirmedAt = _seenAt;
        }

        _seenAt = now;
        LastSeen = job;
        Forecast.Observe(job, now, clockDifference);
    }

    // Even in a short wait, the reads of many runs take at most the last quarter of the time.
    private DateTimeOffset NextCheckBeforeDeadline(WaitPart part, TimeSpan window, TimeSpan tolerance)
    {
        if (part.LastPoll is not { } lastPoll)
        {
            return DateTimeOffset.MaxValue;
        }

        TimeSpan quarter = Multiply(lastPoll - part.Start, 0.25);
        window = window < quarter ? window : quarter;
        return _confirmedAt < lastPoll - window - tolerance ? lastPoll - Multiply(window, _checkPosition) : DateTimeOffset.MaxValue;
    }

    private static TimeSpan Multiply(TimeSpan time, double factor) => TimeSpan.FromTicks((long)(time.Ticks * factor));

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
