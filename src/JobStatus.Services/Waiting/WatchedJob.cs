using System;
using System.Collections.Generic;

namespace JobStatus.Services.Waiting;

/// <summary>A run that at least one wait of the process waits for.</summary>
internal sealed class WatchedJob
{
    private WaitedJob _first;
    private List<WaitedJob>? _others;

    public WatchedJob(WaitedJob first, DateTimeOffset now)
    {
        _first = first;
        LastSeen = first.Target.LastSeen;
        Forecast = new JobForecast(now);
        NextPoll = now;
    }

    public string Id => _first.Target.Id;

    /// <summary>The run as it was last seen; null when it was not seen yet.</summary>
    public RemoteJob? LastSeen { get; private set; }

    public DateTimeOffset NextPoll { get; set; }

    /// <summary>The list that tells about it; null where it is asked for by itself.</summary>
    public WatchedList? List { get; set; }

    /// <summary>How many of the lists that could tell about it have proved not to.</summary>
    public int ListsTried { get; set; }

    /// <summary>How often its list did not show it although it went on.</summary>
    public int TimesMissing { get; set; }

    /// <summary>Whether the run itself is to be read, since its list does not say enough.</summary>
    public bool NeedsOwnRead { get; set; }

    /// <summary>Whether the current look has told about it.</summary>
    public bool WasReported { get; set; }

    /// <summary>Whether a look at it is under way.</summary>
    public bool IsBeingPolled { get; set; }

    /// <summary>Whether there was a look at it.</summary>
    public bool WasPolled { get; set; }

    /// <summary>Whether it is read to learn if the service answers although its list fails.</summary>
    public bool IsProbe { get; set; }

    /// <summary>How often in a row it could not be read.</summary>
    public int Failures { get; set; }

    /// <summary>The earlier runs of the same work; null where nobody can say what it is one of.</summary>
    public RunDurations? EarlierRuns { get; set; }

    public JobForecast Forecast;

    /// <summary>Those who wait for it. Never empty while it is watched.</summary>
    public IReadOnlyList<WaitedJob> Waits => _others is null ? [_first] : [_first, .. _others];

    /// <summary>The only wait for it; null where there are several.</summary>
    public WaitPart? OnlyPart => _others is { Count: > 0 } ? null : _first.Part;

    /// <summary>Whether one of the waits for it is like this.</summary>
    public bool AnyPart(Func<WaitPart, bool> match) => match(_first.Part) || (_others is not null && _others.Exists(one => match(one.Part)));

    /// <summary>The interval, brought within the bounds of those who wait for it.</summary>
    public TimeSpan Bound(TimeSpan interval)
    {
        TimeSpan shortest = _first.Part.Options.MinimumInterval;
        TimeSpan longest = _first.Part.Options.MaximumInterval;
        foreach (WaitedJob other in _others ?? [])
        {
            WaitOptions options = other.Part.Options;
            shortest = options.MinimumInterval < shortest ? options.MinimumInterval : shortest;
            longest = options.MaximumInterval < longest ? options.MaximumInterval : longest;
        }

        interval = interval < longest ? interval : longest;
        return interval > shortest ? interval : shortest;
    }

    public void Join(WaitedJob other) => (_others ??= []).Add(other);

    /// <returns>True when nobody waits for it any more.</returns>
    public bool Leave(WaitPart part)
    {
        _others?.RemoveAll(one => one.Part == part);
        if (_first.Part != part)
        {
            return false;
        }

        if (_others is not { Count: > 0 })
        {
            return true;
        }

        _first = _others[0];
        _others.RemoveAt(0);
        return false;
    }

    public EndProbability EndProbabilityAt(DateTimeOffset now) => Forecast.EndProbabilityAt(now, EarlierRuns?.Statistics);

    public void Update(RemoteJob job, DateTimeOffset now)
    {
        LastSeen = job;
        Forecast.Observe(job, now);
    }
}
