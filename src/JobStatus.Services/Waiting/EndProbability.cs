using System;

namespace JobStatus.Services.Waiting;

/// <summary>How likely it is that a run ends within some seconds from now.</summary>
internal struct EndProbability
{
    /// <summary>For how long the run has gone on, or for how long it is overdue, in seconds.</summary>
    public double Age;

    /// <summary>What is added to the age, so that a new run is not looked at without end, in seconds.</summary>
    public double AgeOffset;

    /// <summary>What the progress says counts for so much, from 0 to 1.</summary>
    public double ProgressWeight;

    /// <summary>The logarithm of the seconds that the progress leaves.</summary>
    public double LogRemaining;

    /// <summary>How far the progress may be wrong, as a logarithm.</summary>
    public double LogSpread;

    /// <summary>What the earlier runs say counts for so much of the rest, from 0 to 1.</summary>
    public double HistoryWeight;

    public double HistoryAge;
    public double HistoryMean;
    public double HistorySpread;

    /// <summary>Which share of the earlier runs took longer than this one has.</summary>
    public double HistoryRemaining;

    /// <summary>The probability that it ends within so many seconds.</summary>
    public readonly double Within(double seconds)
    {
        // What has gone on for a time goes on for as long again with even odds.
        double prior = seconds / (Age + AgeOffset + seconds);
        double withoutProgress = HistoryWeight <= 0
            ? prior
            : (HistoryWeight * ((NormalCdf((Math.Log(HistoryAge + seconds) - HistoryMean) / HistorySpread) - (1 - HistoryRemaining)) / HistoryRemaining)) + ((1 - HistoryWeight) * prior);
        return ProgressWeight <= 0 ? withoutProgress : (ProgressWeight * NormalCdf((Math.Log(seconds) - LogRemaining) / LogSpread)) + ((1 - ProgressWeight) * withoutProgress);
    }

    /// <summary>The standard normal distribution, after Abramowitz and Stegun 26.2.17: exact to 7 digits.</summary>
    public static double NormalCdf(double z)
    {
        double t = 1 / (1 + (0.2316419 * Math.Abs(z)));
        double tail = 0.3989422804014327 * Math.Exp(-z * z / 2)
            * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return z > 0 ? 1 - tail : tail;
    }
}
