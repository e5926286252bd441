using System;

namespace JobStatus.Services.Waiting;

/// <summary>
/// When to look again. A look is due when the seconds for which an end may have gone unnoticed, in the mean, reach what
/// one request is worth. So runs about to end are looked at often, long ones seldom.
/// </summary>
internal sealed class PollSchedule
{
    // The seconds of unnoticed time that one request is worth. At this figure a run of which nothing is known costs about
    // as many requests as a look every 15 seconds would, and is noticed sooner (docs/performance.md).
    private const double DelayPerRequest = 0.068;

    // The same for each run of a list of so many runs a page. Many runs make for many looks at their list, so that here
    // most requests can be saved: their ends are noticed a little later than those of a run alone. Where a request tells
    // about more runs than this it is worth less time, where it tells about fewer more.
    private const double DelayPerListedRun = 0.162;
    private const double RunsPerPage = 25;
    private const double MinShare = 0.5;
    private const double MaxShare = 1.15;

    // A list of many runs is not asked for again before so many of the shortest intervals: one for so many runs.
    private const double MaxListFactor = 9;
    private const double RunsPerListFactor = 3;

    private const double StepFactor = 1.25;

    // Ten years: what lies further ahead need not be planned.
    private const double Horizon = 10 * 365 * 86_400.0;

    private readonly double[] _seconds;
    private readonly double[] _expectedDelays;
    private int _jobCount;

    public PollSchedule(TimeSpan shortest, TimeSpan longest)
    {
        double first = Math.Max(0.001, shortest.TotalSeconds);
        double last = Math.Max(first, Math.Min(longest.TotalSeconds, Horizon));
        int steps = (int)Math.Ceiling(Math.Log(last / first) / Math.Log(StepFactor));
        _seconds = new double[steps + 1];
        _expectedDelays = new double[steps + 1];
        for (int step = 0; step < steps; step++)
        {
            _seconds[step] = first * Math.Pow(StepFactor, step);
        }

        _seconds[steps] = last;
    }

    /// <summary>The shortest time between two looks, in seconds.</summary>
    public double MinInterval => _seconds[0];

    /// <summary>The longest time between two looks, in seconds.</summary>
    public double MaxInterval => _seconds[_seconds.Length - 1];

    /// <summary>How many seconds to wait at the least after so many failures in a row.</summary>
    public double AfterFailures(int failures) => Math.Min(MaxInterval, MinInterval * Math.Pow(2, Math.Min(failures, 30)));

    /// <summary>In how many seconds a run with these odds is due.</summary>
    public double SecondsToPoll(in EndProbability probability)
    {
        double before = 0;
        double expectedDelay = 0;
        double previous = 0;
        foreach (double seconds in _seconds)
        {
            double next = probability.Within(seconds);
            double nextDelay = expectedDelay + ((previous + next) / 2 * (seconds - before));
            if (nextDelay >= DelayPerRequest)
            {
                return before <= 0 ? seconds : before + ((seconds - before) * (DelayPerRequest - expectedDelay) / (nextDelay - expectedDelay));
            }

            (before, expectedDelay, previous) = (seconds, nextDelay, next);
        }

        return before;
    }

    /// <summary>Forgets the runs that were counted for a look at all of them.</summary>
    public void BeginList()
    {
        _jobCount = 0;
        Array.Clear(_expectedDelays, 0, _expectedDelays.Length);
    }

    /// <summary>Counts a run for a look at all of them.</summary>
    public void AddToList(in EndProbability probability)
    {
        _jobCount++;
        double before = 0;
        double expectedDelay = 0;
        double previous = 0;
        for (int step = 0; step < _seconds.Length; step++)
        {
            double next = probability.Within(_seconds[step]);
            expectedDelay += (previous + next) / 2 * (_seconds[step] - before);
            _expectedDelays[step] += expectedDelay;
            (before, previous) = (_seconds[step], next);
        }
    }

    /// <summary>In how many seconds a look at all that were counted is due, in the mean of them.</summary>
    /// <param name="pages">How many requests the look takes.</param>
    public double SecondsToListPoll(int pages)
    {
        double share = Math.Min(MaxShare, Math.Max(MinShare, Math.Sqrt(RunsPerPage * pages / Math.Max(1, _jobCount))));
        double allowedDelay = DelayPerListedRun * share * _jobCount;
        int step = Array.FindIndex(_expectedDelays, expectedDelay => expectedDelay >= allowedDelay);
        double seconds = step < 0 ? MaxInterval
            : step == 0 ? MinInterval
            : _seconds[step - 1] + ((_seconds[step] - _seconds[step - 1]) * (allowedDelay - _expectedDelays[step - 1]) / (_expectedDelays[step] - _expectedDelays[step - 1]));
        return Math.Min(MaxInterval, Math.Max(seconds, MinInterval * Math.Min(MaxListFactor, _jobCount / RunsPerListFactor)));
    }
}
