using System;

namespace JobStatus.Services.Waiting;

/// <summary>
/// Predicts when a run will finish, from its progress, the durations of earlier runs, and the time that it has been
/// running. The prediction only determines when to poll. Whether a run has finished depends only on its status.
/// </summary>
internal struct JobForecast
{
    // Seconds. Without other information, a new run has a 50% chance to finish within this time. Later, the time that it
    // has been running is added.
    private const double InitialAgeOffset = 50;

    // The weights are below 1 because every prediction can be wrong.
    private const double ProgressWeight = 0.93;
    private const double HistoryWeight = 0.98;

    private const double InitialSpread = 0.5;
    private const double MinSpread = 0.05;
    private const double MaxPower = 4;
    private const double MinPower = 0.2;

    private const double ErrorWeight = 0.7;

    // An overdue run is expected to be late by this share of its age, or by this number of seconds if that is more.
    private const double OverdueShare = 0.15;
    private const double MinOverdue = 3;

    // Seconds. If less time than this remains, the run counts as overdue.
    private const double MinRemaining = 0.3;

    // Services report progress in coarse steps, so a prediction from less would often be many times too long.
    private const double MinPredictiveProgress = 0.05;

    // Seconds. The time of a response is only known to the second.
    private const double MinClockDifference = 2;

    // Ten years in seconds. A prediction beyond that means nothing.
    private const double MaxPrediction = 10 * 365 * 86_400.0;

    private DateTimeOffset _anchor;
    private double _ageAtAnchor;
    private bool _isQueued;
    private bool _isObserved;
    private ProgressPoint _last;
    private ProgressPoint _before;
    private ProgressPoint _first;
    private double _predictedAge;
    private double _spread;

    public JobForecast(DateTimeOffset now)
    {
        this = default;
        _anchor = now;
    }

    /// <summary>Updates the forecast with the current state of the run.</summary>
    /// <param name="job">The run.</param>
    /// <param name="now">The current time.</param>
    /// <param name="clockDifference">The difference between the clock of the service and the local clock.</param>
    public void Observe(RemoteJob job, DateTimeOffset now, TimeSpan clockDifference = default)
    {
        bool isQueued = job.State == RemoteJobState.Queued;
        if (!_isObserved || (_isQueued && !isQueued))
        {
            _isObserved = true;
            _anchor = now;
            _ageAtAnchor = AgeOf(job, clockDifference);
            _first = _before = _last = default;
            _predictedAge = 0;
            _spread = InitialSpread;
        }

        _isQueued = isQueued;
        double progress = job.PercentComplete.GetValueOrDefault() / 100;
        if (!isQueued && progress > _last.Progress && progress <= 1)
        {
            AddProgress(new ProgressPoint(AgeAt(now), progress));
        }
    }

    /// <summary>Returns the distribution of the time until the run finishes.</summary>
    public readonly EndProbability EndProbabilityAt(DateTimeOffset now, RunDurations.DurationStatistics? earlierRuns)
    {
        double age = AgeAt(now);
        var probability = new EndProbability { Age = age, AgeOffset = InitialAgeOffset, ProgressWeight = 0 };
        double remaining = _predictedAge - age;
        if (remaining > MinRemaining)
        {
            probability.ProgressWeight = ProgressWeight;
            probability.LogRemaining = Math.Log(remaining);
            probability.LogSpread = Math.Max(_spread, MinSpread);
        }
        else if (_predictedAge > 0 || _last.Progress >= 1)
        {
            // The run is overdue, so only the time since its predicted end counts.
            probability.AgeOffset = Math.Max(MinOverdue, age * OverdueShare);
            probability.Age = Math.Max(0, age - (_predictedAge > 0 ? Math.Min(_predictedAge, age) : _last.Age));
            return probability;
        }

        if (earlierRuns is { } history)
        {
            probability.HistoryAge = _isQueued ? 0 : age;
            probability.HistoryMean = history.Mean;
            probability.HistorySpread = history.Spread;
            double finishedShare = EndProbability.NormalCdf((Math.Log(probability.HistoryAge) - history.Mean) / history.Spread);
            probability.HistoryRemaining = 1 - finishedShare;
            double alternative = (1 - HistoryWeight) * Math.Sqrt(InitialAgeOffset / (probability.HistoryAge + InitialAgeOffset));
            double evidence = HistoryWeight * probability.HistoryRemaining;
            probability.HistoryWeight = probability.HistoryRemaining < 1e-6 ? 0 : evidence / (evidence + alternative);
        }

        return probability;
    }

    /// <summary>
    /// Returns the time when the run will probably finish, or null if nothing allows a prediction, such as a progress below 5 percent
    /// without earlier runs. A time in the past means that the run is overdue.
    /// </summary>
    public readonly DateTimeOffset? ExpectedEndAt(DateTimeOffset now, RunDurations.DurationStatistics? earlierRuns)
    {
        if (!_isObserved || _isQueued)
        {
            return null;
        }

        if (_last.Progress >= MinPredictiveProgress)
        {
            return TimeOf(_predictedAge > 0 ? _predictedAge : _last.Age);
        }

        JobForecast withoutProgress = this;
        withoutProgress._predictedAge = 0;
        return earlierRuns is not { } history ? null
            : withoutProgress.EndProbabilityAt(now, history).MedianFromHistory() is { } seconds ? TimeOf(AgeAt(now) + seconds)
            : TimeOf(Math.Exp(history.Mean));
    }

    /// <summary>True if the completion time can be predicted from the progress.</summary>
    public readonly bool IsPredicted => _predictedAge > 0;

    /// <summary>Returns the time in seconds that the run has been running.</summary>
    public readonly double AgeAt(DateTimeOffset now) => Math.Max(0, _ageAtAnchor + (now - _anchor).TotalSeconds);

    private readonly DateTimeOffset? TimeOf(double age) =>
        age - _ageAtAnchor is var seconds && seconds < MaxPrediction ? _anchor + TimeSpan.FromSeconds(seconds) : null;

    // Not every service takes the times of a run and the time of a response from the same clock. An age that is too low costs some
    // requests. One that is too high would delay the next poll.
    private static double AgeOf(RemoteJob job, TimeSpan clockDifference)
    {
        TimeSpan? sinceStart = job.ObservedInstant - (job.StartedInstant ?? job.SubmittedInstant);
        double age = job.Duration is { } duration && duration > TimeSpan.Zero
            ? duration.TotalSeconds
            : sinceStart.GetValueOrDefault().TotalSeconds;
        return Math.Max(0, Math.Abs(clockDifference.TotalSeconds) >= MinClockDifference
            && job.ReportedDuration is not { Ticks: > 0 }
            && sinceStart + clockDifference is { } corrected
            ? Math.Min(age, corrected.TotalSeconds)
            : age);
    }

    private void AddProgress(ProgressPoint point)
    {
        ProgressPoint from = _first;
        _first = _before;
        _before = _last;
        _last = point;
        if (from.Progress <= 0)
        {
            from = _first.Progress > 0 ? _first : _before;
        }

        if (point.Progress >= 1)
        {
            _predictedAge = 0;
            return;
        }

        // The progress is assumed to follow a power of time, which is estimated from two points. With one point, it is
        // linear.
        double power = from.Age > 0 && point.Age > from.Age
            ? Math.Log(point.Progress / from.Progress) / Math.Log(point.Age / from.Age)
            : 1;
        power = Math.Min(MaxPower, Math.Max(MinPower, power));
        double remaining = point.Age * (Math.Pow(point.Progress, -1 / power) - 1);
        if (_predictedAge > 0)
        {
            double expectedRemaining = _predictedAge - point.Age;
            double error = Math.Abs(Math.Log(Math.Max(remaining, 0.5) / Math.Max(expectedRemaining, 0.5)));
            _spread = (_spread * (1 - ErrorWeight)) + (error * ErrorWeight);
        }

        _predictedAge = point.Age + remaining;
    }

    private readonly struct ProgressPoint(double age, double progress)
    {
        public double Age { get; } = age;

        public double Progress { get; } = progress;
    }
}
