using System;

namespace JobStatus.Services.Waiting;

/// <summary>How likely it is that a run ends within some seconds from now.</summary>
internal struct EndOdds
{
    /// <summary>For how long the run has gone on, or for how long it is overdue, in seconds.</summary>
    public double Age;

    /// <summary>What is added to the age, so that a new run is not looked at without end, in seconds.</summary>
    public double FirstGuess;

    /// <summary>What the progress says counts for so much, from 0 to 1.</summary>
    public double Trust;

    /// <summary>The logarithm of the seconds that the progress leaves.</summary>
    public double LogLeft;

    /// <summary>How far the progress may be wrong, as a logarithm.</summary>
    public double Spread;

    /// <summary>What the earlier runs say counts for so much of the rest, from 0 to 1.</summary>
    public double RunTrust;

    public double RunAge;
    public double RunMean;
    public double RunSpread;

    /// <summary>Which share of the earlier runs took longer than this one has.</summary>
    public double RunLeft;

    /// <summary>The probability that it ends within so many seconds.</summary>
    public readonly double Within(double seconds)
    {
        // What has gone on for a time goes on for as long again with even odds.
        double unknown = seconds / (Age + FirstGuess + seconds);
        double rest = RunTrust <= 0
            ? unknown
            : (RunTrust * ((Normal((Math.Log(RunAge + seconds) - RunMean) / RunSpread) - (1 - RunLeft)) / RunLeft)) + ((1 - RunTrust) * unknown);
        return Trust <= 0 ? rest : (Trust * Normal((Math.Log(seconds) - LogLeft) / Spread)) + ((1 - Trust) * rest);
    }

    /// <summary>The standard normal distribution, after Abramowitz and Stegun 26.2.17: exact to 7 digits.</summary>
    public static double Normal(double z)
    {
        double t = 1 / (1 + (0.2316419 * Math.Abs(z)));
        double tail = 0.3989422804014327 * Math.Exp(-z * z / 2)
            * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return z > 0 ? 1 - tail : tail;
    }
}
