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
    private const double FirstGuess = 50;

    // However good the signs are, they can be wrong.
    private const double TrustInProgress = 0.93;
    private const double TrustInEarlierRuns = 0.98;

    private const double FirstSpread = 0.5;
    private const double LeastSpread = 0.05;
    private const double SteepestCurve = 4;
    private const double FlattestCurve = 0.2;

    private const double WeightOfError = 0.7;

    // What is overdue is taken to be late by this share of its age, or by so many seconds.
    private const double ShareOfDelay = 0.15;
    private const double LeastDelay = 3;

    // A prediction that is nearer than this has come to its end.
    private const double Reached = 0.3;

    private DateTimeOffset _anchor;
    private double _ageAtAnchor;
    private bool _isQueued;
    private bool _isKnown;
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
        if (!_isKnown || (_isQueued && !isQueued))
        {
            _isKnown = true;
            _anchor = now;
            _ageAtAnchor = AgeOf(job);
            _first = _before = _last = default;
            _predictedAge = 0;
            _spread = FirstSpread;
        }

        _isQueued = isQueued;
        double progress = job.PercentComplete.GetValueOrDefault() / 100;
        if (!isQueued && progress > _last.Progress && progress <= 1)
        {
            Advance(new ProgressPoint(AgeAt(now), progress));
        }
    }

    /// <summary>How the time from now to the run's end is distributed, as far as it can be told.</summary>
    public readonly EndOdds At(DateTimeOffset now, RunLengths.Figures? earlierRuns)
    {
        double age = AgeAt(now);
        var odds = new EndOdds { Age = age, FirstGuess = FirstGuess, Trust = 0 };
        double left = _predictedAge - age;
        if (_predictedAge > 0 && _last.Progress < 1 && left > Reached)
        {
            odds.Trust = TrustInProgress;
            odds.LogLeft = Math.Log(left);
            odds.Spread = Math.Max(_spread, LeastSpread);
        }
        else if (_predictedAge > 0 || _last.Progress >= 1)
        {
            // It should have ended: from now on the time since then counts.
            odds.FirstGuess = Math.Max(LeastDelay, age * ShareOfDelay);
            odds.Age = Math.Max(0, age - (_predictedAge > 0 ? Math.Min(_predictedAge, age) : _last.Age));
            return odds;
        }

        if (earlierRuns is { } runs)
        {
            odds.RunAge = _isQueued ? 0 : age;
            odds.RunMean = runs.Mean;
            odds.RunSpread = runs.Spread;
            odds.RunLeft = 1 - (odds.RunAge > 0 ? EndOdds.Normal((Math.Log(odds.RunAge) - runs.Mean) / runs.Spread) : 0);
            double other = (1 - TrustInEarlierRuns) * Math.Sqrt(FirstGuess / (odds.RunAge + FirstGuess));
            odds.RunTrust = odds.RunLeft < 1e-6 ? 0 : TrustInEarlierRuns * odds.RunLeft / ((TrustInEarlierRuns * odds.RunLeft) + other);
        }

        return odds;
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

    private void Advance(ProgressPoint now)
    {
        ProgressPoint from = _first;
        _first = _before;
        _before = _last;
        _last = now;
        if (from.Progress <= 0)
        {
            from = _first.Progress > 0 ? _first : _before;
        }

        if (now.Progress >= 1)
        {
            _predictedAge = 0;
            return;
        }

        // Progress is taken to grow with a power of time, which the points so far give; one point alone is taken for a line.
        double power = from.Progress > 0 && from.Age > 0 && now.Age > from.Age
            ? Math.Log(now.Progress / from.Progress) / Math.Log(now.Age / from.Age)
            : 1;
        power = Math.Min(SteepestCurve, Math.Max(FlattestCurve, power));
        double left = now.Age * (Math.Pow(now.Progress, -1 / power) - 1);
        if (_predictedAge > 0)
        {
            double expected = _predictedAge - now.Age;
            double error = Math.Abs(Math.Log(Math.Max(left, 0.5) / Math.Max(expected, 0.5)));
            _spread = (_spread * (1 - WeightOfError)) + (error * WeightOfError);
        }

        _predictedAge = now.Age + left;
    }

    private readonly struct ProgressPoint(double age, double progress)
    {
        public double Age { get; } = age;

        public double Progress { get; } = progress;
    }
}
