using System;

namespace JobStatus.Services.Waiting;

/// <summary>
/// Determines when to poll. A poll is due when the expected detection delay (the mean time for which a run may have been
/// finished unnoticed) outweighs the cost of a request. Runs that are about to finish are polled often, and long runs
/// rarely.
/// </summary>
internal sealed class PollSchedule
{
    // The expected detection delay, in seconds, that justifies one request. With this value, a run without any
    // prediction takes about as many requests as polling every 15 seconds, and its completion is detected sooner
    // (docs/performance.md).
    private const double DelayPerRequest = 0.068;

    // The same for each run in a list with RunsPerPage runs per page. Lists with many runs are polled often, so a
    // slightly longer delay saves the most requests here. The delay is shorter if a page covers more runs, and longer
    // if it covers fewer.
    private const double DelayPerListedRun = 0.162;
    private const double RunsPerPage = 25;
    private const double MinShare = 0.5;
    private const double MaxShare = 1.15;

    // The probability from which a run counts as probably finished.
    private const double LikelyProbability = 0.75;

    // The minimum interval of a list is a multiple of the shortest interval: one for every RunsPerListFactor runs, up to
    // MaxListFactor.
    private const double MaxListFactor = 9;
    private const double RunsPerListFactor = 3;

    private const double StepFactor = 1.25;

    // Ten years in seconds, beyond which no poll needs to be planned.
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

    /// <summary>The shortest time between two polls, in seconds.</summary>
    public double MinInterval => _seconds[0];

    /// <summary>The longest time between two polls, in seconds.</summary>
    public double MaxInterval => _seconds[_seconds.Length - 1];

    /// <summary>Returns the minimum number of seconds to the next poll after a number of consecutive failures.</summary>
    public double AfterFailures(int failures) => Math.Min(MaxInterval, MinInterval * Math.Pow(2, Math.Min(failures, 30)));

    /// <summary>Returns the number of seconds after which a run is due.</summary>
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
                return before <= 0
                    ? seconds
                    : before + ((seconds - before) * (DelayPerRequest - expectedDelay) / (nextDelay - expectedDelay));
            }

            (before, expectedDelay, previous) = (seconds, nextDelay, next);
        }

        return before;
    }

    /// <summary>Returns the number of seconds after which a run has probably finished.</summary>
    public double SecondsToLikelyEnd(in EndProbability probability)
    {
        if (probability.Within(MaxInterval) < LikelyProbability)
        {
            return Horizon;
        }

        double before = 0;
        double previous = 0;
        foreach (double seconds in _seconds)
        {
            double next = probability.Within(seconds);
            if (next >= LikelyProbability)
            {
                return before + ((seconds - before) * (LikelyProbability - previous) / (next - previous));
            }

            (before, previous) = (seconds, next);
        }

        return MaxInterval;
    }

    /// <summary>Starts the calculation for a list. Add each of its runs, and then get the result.</summary>
    public void BeginList()
    {
        _jobCount = 0;
        Array.Clear(_expectedDelays, 0, _expectedDelays.Length);
    }

    /// <summary>Adds a run to the calculation for a list.</summary>
    /// <param name="probability">The probability that the run has finished.</param>
    /// <param name="isReadByIdAtLikelyEnd">True if the run is read by its id, without the list, when it has probably finished.</param>
    public void AddToList(in EndProbability probability, bool isReadByIdAtLikelyEnd = false)
    {
        _jobCount++;
        double before = 0;
        double expectedDelay = 0;
        double previous = 0;
        int step = 0;
        for (; step < _seconds.Length; step++)
        {
            double next = probability.Within(_seconds[step]);
            if (isReadByIdAtLikelyEnd && next >= LikelyProbability)
            {
                break;
            }

            expectedDelay += (previous + next) / 2 * (_seconds[step] - before);
            _expectedDelays[step] += expectedDelay;
            (before, previous) = (_seconds[step], next);
        }

        for (; step < _seconds.Length; step++)
        {
            _expectedDelays[step] += expectedDelay;
        }
    }

    /// <summary>Returns the number of seconds after which the list is due.</summary>
    /// <param name="pages">The number of requests that reading the list takes.</param>
    public double SecondsToListPoll(int pages)
    {
        double share = Math.Min(MaxShare, Math.Max(MinShare, Math.Sqrt(RunsPerPage * pages / Math.Max(1, _jobCount))));
        double allowedDelay = DelayPerListedRun * share * _jobCount;
        int step = Array.FindIndex(_expectedDelays, expectedDelay => expectedDelay >= allowedDelay);
        double seconds = step < 0 ? MaxInterval
            : step == 0 ? MinInterval
            : Interpolate(step, allowedDelay);
        return Math.Min(MaxInterval, Math.Max(seconds, MinInterval * Math.Min(MaxListFactor, _jobCount / RunsPerListFactor)));
    }

    private double Interpolate(int step, double allowedDelay)
    {
        double interval = _seconds[step] - _seconds[step - 1];
        double delay = _expectedDelays[step] - _expectedDelays[step - 1];
        return _seconds[step - 1] + (interval * (allowedDelay - _expectedDelays[step - 1]) / delay);
    }
}
