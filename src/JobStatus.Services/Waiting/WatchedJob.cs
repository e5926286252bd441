using System;
using System.Collections.Generic;

namespace JobStatus.Services.Waiting;

/// <summary>A run that at least one wait in the process waits for.</summary>
internal sealed class WatchedJob
{
    private WaitPart _firstPart;
    private List<WaitPart>? _otherParts;

    public WatchedJob(JobTarget target, WaitPart part, DateTimeOffset now)
    {
        _firstPart = part;
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

    /// <summary>Returns true if any of the waits for the run matches.</summary>
    public bool AnyPart(Predicate<WaitPart> match) => match(_firstPart) || (_otherParts is not null && _otherParts.Exists(match));

    /// <summary>Returns the interval, limited to the bounds of the waits for the run.</summary>
    public TimeSpan Bound(TimeSpan interval)
    {
        TimeSpan shortest = _firstPart.Options.MinimumInterval;
        TimeSpan longest = _firstPart.Options.MaximumInterval;
        foreach (WaitPart other in _otherParts ?? [])
        {
            shortest = other.Options.MinimumInterval < shortest ? other.Options.MinimumInterval : shortest;
            longest = other.Options.MaximumInterval < longest ? other.Options.MaximumInterval : longest;
        }

        interval = interval < longest ? interval : longest;
        return interval > shortest ? interval : shortest;
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

    public EndProbability EndProbabilityAt(DateTimeOffset now) => Forecast.EndProbabilityAt(now, EarlierRuns?.Statistics);

    public void Update(RemoteJob job, DateTimeOffset now)
    {
        LastSeen = job;
        Forecast.Observe(job, now);
    }
}
