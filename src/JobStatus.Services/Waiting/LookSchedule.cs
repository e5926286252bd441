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

    // The same for each run of a list. Many runs make for many looks at their list, so that here most requests can be
    // saved: their ends are noticed a little later than those of a run alone.
    private const double WorthOfAList = 0.17;

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

    /// <summary>In how many seconds a look at all that were counted is due: when one of them is, in the mean.</summary>
    public double SecondsToAll()
    {
        double worth = WorthOfAList * _jobs;
        for (int step = 0; step < _seconds.Length; step++)
        {
            if (_unnoticed[step] >= worth)
            {
                return step == 0
                    ? _seconds[0]
                    : _seconds[step - 1] + ((_seconds[step] - _seconds[step - 1]) * (worth - _unnoticed[step - 1]) / (_unnoticed[step] - _unnoticed[step - 1]));
            }
        }

        return Longest;
    }
}
