using System;

namespace JobStatus.Services.Waiting;

/// <summary>
/// When to look again. A look is due when the seconds for which an end may have gone unnoticed, in the mean, reach what
/// one request is worth. So runs about to end are looked at often, long ones seldom.
/// </summary>
internal sealed class LookSchedule
{
    // The seconds of unnoticed time that one request is worth. At this figure a run of which nothing is known costs about
    // as many requests as a look every 15 seconds would, and is noticed sooner (docs/performance.md).
    private const double WorthOfARequest = 0.068;

    // The same for each run of a list of so many runs a page. Many runs make for many looks at their list, so that here
    // most requests can be saved: their ends are noticed a little later than those of a run alone. Where a request tells
    // about more runs than this it is worth less time, where it tells about fewer more.
    private const double WorthOfAList = 0.162;
    private const double RunsToAPage = 25;
    private const double LeastShare = 0.5;
    private const double LargestShare = 1.15;

    // A list of many runs is not asked for again before so many of the shortest intervals: one for so many runs.
    private const double ShortestOfAList = 9;
    private const double RunsToAnInterval = 3;

    private const double Step = 1.25;

    // Ten years: what lies further ahead need not be planned.
    private const double Longer = 10 * 365 * 86_400.0;

    private readonly double[] _seconds;
    private readonly double[] _unnoticed;
    private int _jobs;

    public LookSchedule(TimeSpan shortest, TimeSpan longest)
    {
        double first = Math.Max(0.001, shortest.TotalSeconds);
        double last = Math.Max(first, Math.Min(longest.TotalSeconds, Longer));
        int steps = (int)Math.Ceiling(Math.Log(last / first) / Math.Log(Step));
        _seconds = new double[steps + 1];
        _unnoticed = new double[steps + 1];
        for (int step = 0; step < steps; step++)
        {
            _seconds[step] = first * Math.Pow(Step, step);
        }

        _seconds[steps] = last;
    }

    /// <summary>The shortest time between two looks, in seconds.</summary>
    public double Shortest => _seconds[0];

    /// <summary>The longest time between two looks, in seconds.</summary>
    public double Longest => _seconds[_seconds.Length - 1];

    /// <summary>How many seconds to wait at the least after so many failures in a row.</summary>
    public double AfterFailures(int failures) => Math.Min(Longest, Shortest * Math.Pow(2, Math.Min(failures, 30)));

    /// <summary>In how many seconds a run with these odds is due.</summary>
    public double SecondsTo(in EndOdds odds)
    {
        double before = 0;
        double unnoticed = 0;
        double odd = 0;
        foreach (double seconds in _seconds)
        {
            double next = odds.Within(seconds);
            double more = unnoticed + ((odd + next) / 2 * (seconds - before));
            if (more >= WorthOfARequest)
            {
                return before <= 0 ? seconds : before + ((seconds - before) * (WorthOfARequest - unnoticed) / (more - unnoticed));
            }

            (before, unnoticed, odd) = (seconds, more, next);
        }

        return before;
    }

    /// <summary>Forgets the runs that were counted for a look at all of them.</summary>
    public void StartCount()
    {
        _jobs = 0;
        Array.Clear(_unnoticed, 0, _unnoticed.Length);
    }

    /// <summary>Counts a run for a look at all of them.</summary>
    public void Count(in EndOdds odds)
    {
        _jobs++;
        double before = 0;
        double unnoticed = 0;
        double odd = 0;
        for (int step = 0; step < _seconds.Length; step++)
        {
            double next = odds.Within(_seconds[step]);
            unnoticed += (odd + next) / 2 * (_seconds[step] - before);
            _unnoticed[step] += unnoticed;
            (before, odd) = (_seconds[step], next);
        }
    }

    /// <summary>In how many seconds a look at all that were counted is due, in the mean of them.</summary>
    /// <param name="pages">How many requests the look takes.</param>
    public double SecondsToAll(int pages)
    {
        double share = Math.Min(LargestShare, Math.Max(LeastShare, Math.Sqrt(RunsToAPage * pages / Math.Max(1, _jobs))));
        double worth = WorthOfAList * share * _jobs;
        int step = Array.FindIndex(_unnoticed, unnoticed => unnoticed >= worth);
        double seconds = step < 0 ? Longest
            : step == 0 ? Shortest
            : _seconds[step - 1] + ((_seconds[step] - _seconds[step - 1]) * (worth - _unnoticed[step - 1]) / (_unnoticed[step] - _unnoticed[step - 1]));
        return Math.Min(Longest, Math.Max(seconds, Shortest * Math.Min(ShortestOfAList, _jobs / RunsToAnInterval)));
    }
}
