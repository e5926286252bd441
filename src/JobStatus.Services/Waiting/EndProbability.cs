using System;

namespace JobStatus.Services.Waiting;

/// <summary>The probability that a run finishes within a given time from now.</summary>
internal struct EndProbability
{
    // No run takes longer than the mean by more than this number of standard deviations, and each step halves the interval that
    // contains the median.
    private const double MaxDeviations = 6;
    private const int MedianSteps = 40;

    /// <summary>The time in seconds that the run has been running, or that it is overdue.</summary>
    public double Age;

    /// <summary>Seconds that are added to the age, so that a new run is not polled continuously.</summary>
    public double AgeOffset;

    /// <summary>The weight of the prediction from the progress, from 0 to 1.</summary>
    public double ProgressWeight;

    /// <summary>The logarithm of the remaining seconds, as predicted from the progress.</summary>
    public double LogRemaining;

    /// <summary>The standard deviation of <see cref="LogRemaining"/>.</summary>
    public double LogSpread;

    /// <summary>The weight of the earlier runs in the part that does not depend on the progress, from 0 to 1.</summary>
    public double HistoryWeight;

    public double HistoryAge;
    public double HistoryMean;
    public double HistorySpread;

    /// <summary>The share of earlier runs that took longer than this run has taken so far, from 0 to 1.</summary>
    public double HistoryRemaining;

    /// <summary>Returns the probability that the run finishes within this number of seconds.</summary>
    public readonly double Within(double seconds)
    {
        // Without other information, the run continues for at least as long as its age (plus the offset) with a
        // probability of 50%.
        double prior = seconds / (Age + AgeOffset + seconds);
        double withoutProgress = HistoryWeight <= 0
            ? prior
            : (HistoryWeight * FromHistory(seconds)) + ((1 - HistoryWeight) * prior);
        return ProgressWeight <= 0
            ? withoutProgress
            : (ProgressWeight * NormalCdf((Math.Log(seconds) - LogRemaining) / LogSpread)) + ((1 - ProgressWeight) * withoutProgress);
    }

    /// <summary>
    /// Returns the number of seconds within which half of the earlier runs that took longer than this one has taken so far had
    /// finished, or null if there are no earlier runs or hardly any of them took that long.
    /// </summary>
    public readonly double? MedianFromHistory()
    {
        if (HistoryWeight < 0.5)
        {
            return null;
        }

        double from = 0;
        double to = Math.Exp(HistoryMean + (MaxDeviations * HistorySpread));
        for (int step = 0; step < MedianSteps; step++)
        {
            double middle = (from + to) / 2;
            (from, to) = FromHistory(middle) < 0.5 ? (middle, to) : (from, middle);
        }

        return to;
    }

    /// <summary>
    /// The cumulative standard normal distribution, from Abramowitz and Stegun 26.2.17, accurate to 7 digits.
    /// </summary>
    public static double NormalCdf(double z)
    {
        double t = 1 / (1 + (0.2316419 * Math.Abs(z)));
        double tail = 0.3989422804014327 * Math.Exp(-z * z / 2)
            * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return z > 0 ? 1 - tail : tail;
    }

    private readonly double FromHistory(double seconds) =>
        (NormalCdf((Math.Log(HistoryAge + seconds) - HistoryMean) / HistorySpread) - (1 - HistoryRemaining)) / HistoryRemaining;
}
