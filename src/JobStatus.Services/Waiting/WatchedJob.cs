using System;
using System.Collections.Generic;

namespace JobStatus.Services.Waiting;

/// <summary>A run that at least one wait in the process waits for.</summary>
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

    /// <summary>The run as it was last read, or null if it has not been read yet.</summary>
    public RemoteJob? LastSeen { get; private set; }

    public DateTimeOffset NextPoll { get; set; }

    /// <summary>The list that covers the run, or null if the run is polled by itself.</summary>
    public WatchedList? List { get; set; }

    /// <summary>The number of lists that were expected to contain the run but did not.</summary>
    public int ListsTried { get; set; }

    /// <summary>The number of times in a row that its list did not contain the run.</summary>
    public int TimesMissing { get; set; }

    /// <summary>True if the run must be read by its id because its list is not sufficient.</summary>
    public bool NeedsOwnRead { get; set; }

    /// <summary>True if the current poll has a result for the run.</summary>
    public bool WasReported { get; set; }

    /// <summary>True if a poll of the run is in progress.</summary>
    public bool IsBeingPolled { get; set; }

    /// <summary>True if the run has been polled at least once.</summary>
    public bool WasPolled { get; set; }

    /// <summary>True if the run is read to find out whether the service responds although its list fails.</summary>
    public bool IsProbe { get; set; }

    /// <summary>The number of consecutive failures to read the run.</summary>
    public int Failures { get; set; }

    /// <summary>The durations of earlier runs of the same definition, or null if the definition is not known.</summary>
    public RunDurations? EarlierRuns { get; set; }

    public JobForecast Forecast;

    /// <summary>The waits for the run. Never empty while the run is watched.</summary>
    public IReadOnlyList<WaitedJob> Waits => _others is null ? [_first] : [_first, .. _others];

    /// <summary>The only wait for the run, or null if there are several.</summary>
    public WaitPart? OnlyPart => _others is { Count: > 0 } ? null : _first.Part;

    /// <summary>Returns true if any of the waits for the run matches.</summary>
    public bool AnyPart(Func<WaitPart, bool> match) =>
        match(_first.Part) || (_others is not null && _others.Exists(one => match(one.Part)));

    /// <summary>Returns the interval, limited to the bounds of the waits for the run.</summary>
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

    /// <returns>True if no wait for the run remains.</returns>
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
