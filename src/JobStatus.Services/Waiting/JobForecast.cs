using System;

namespace JobStatus.Services.Waiting;

/// <summary>
/// What is known of when a run will end: its own progress, the runs before it, and for how long it has gone on.
/// It only decides when to look; that a run has ended is told by its status alone.
/// </summary>
internal struct JobForecast
{
    // About a new run nothing is known; it is taken to be as likely to end within this time as not, and later within
    // the time it has taken so far.
    private const double InitialAgeOffset = 50;

    // However good the signs are, they can be wrong.
    private const double ProgressWeight = 0.93;
    private const double HistoryWeight = 0.98;

    private const double InitialSpread = 0.5;
    private const double MinSpread = 0.05;
    private const double MaxPower = 4;
    private const double MinPower = 0.2;

    private const double ErrorWeight = 0.7;

    // What is overdue is taken to be late by this share of its age, or by so many seconds.
    private const double OverdueShare = 0.15;
    private const double MinOverdue = 3;

    // A prediction that is nearer than this has come to its end.
    private const double MinRemaining = 0.3;

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

    /// <summary>Takes a sight of the run.</summary>
    public void Observe(RemoteJob job, DateTimeOffset now)
    {
        bool isQueued = job.State == RemoteJobState.Queued;
        if (!_isObserved || (_isQueued && !isQueued))
        {
            _isObserved = true;
            _anchor = now;
            _ageAtAnchor = AgeOf(job);
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

    /// <summary>How the time from now to the run's end is distributed, as far as it can be told.</summary>
    public readonly EndProbability EndProbabilityAt(DateTimeOffset now, RunDurations.DurationStatistics? earlierRuns)
    {
        double age = AgeAt(now);
        var probability = new EndProbability { Age = age, AgeOffset = InitialAgeOffset, ProgressWeight = 0 };
        double remaining = _predictedAge - age;
        if (_predictedAge > 0 && _last.Progress < 1 && remaining > MinRemaining)
        {
            probability.ProgressWeight = ProgressWeight;
            probability.LogRemaining = Math.Log(remaining);
            probability.LogSpread = Math.Max(_spread, MinSpread);
        }
        else if (_predictedAge > 0 || _last.Progress >= 1)
        {
            // It should have ended: from now on the time since then counts.
            probability.AgeOffset = Math.Max(MinOverdue, age * OverdueShare);
            probability.Age = Math.Max(0, age - (_predictedAge > 0 ? Math.Min(_predictedAge, age) : _last.Age));
            return probability;
        }

        if (earlierRuns is { } history)
        {
            probability.HistoryAge = _isQueued ? 0 : age;
            probability.HistoryMean = history.Mean;
            probability.HistorySpread = history.Spread;
            probability.HistoryRemaining = 1 - (probability.HistoryAge > 0 ? EndProbability.NormalCdf((Math.Log(probability.HistoryAge) - history.Mean) / history.Spread) : 0);
            double alternative = (1 - HistoryWeight) * Math.Sqrt(InitialAgeOffset / (probability.HistoryAge + InitialAgeOffset));
            probability.HistoryWeight = probability.HistoryRemaining < 1e-6 ? 0 : HistoryWeight * probability.HistoryRemaining / ((HistoryWeight * probability.HistoryRemaining) + alternative);
        }

        return probability;
    }

    /// <summary>Whether the progress tells the end.</summary>
    public readonly bool IsPredicted => _predictedAge > 0;

    /// <summary>For how long the run has gone on, in seconds.</summary>
    public readonly double AgeAt(DateTimeOffset now) => Math.Max(0, _ageAtAnchor + (now - _anchor).TotalSeconds);

    // The clocks of the service and of this machine may differ; then the age is a little wrong, and so is the forecast.
    private static double AgeOf(RemoteJob job) =>
        job.Duration is { } duration && duration > TimeSpan.Zero ? duration.TotalSeconds
        : (job.StartedAt ?? job.SubmittedAt) is { } start ? Math.Max(0, (job.ObservedAt - start).TotalSeconds)
        : 0;

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

        // Progress is taken to grow with a power of time, which the points so far give; one point alone is taken for a line.
        double power = from.Progress > 0 && from.Age > 0 && point.Age > from.Age
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
