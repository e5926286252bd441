using System;

namespace JobStatus.Services.Alma;

/// <summary>Which runs of a job to list.</summary>
public sealed class AlmaInstanceQuery
{
    /// <summary>Only runs that were asked for at this time or later; null for all.</summary>
    public DateTimeOffset? SubmittedAfter { get; init; }

    /// <summary>Only runs that were asked for at this time or earlier; null for all.</summary>
    public DateTimeOffset? SubmittedBefore { get; init; }

    /// <summary>Only runs of this status, in Alma's code; null for all.</summary>
    public string? Status { get; init; }

    // Alma filters by days, of a time zone that it does not tell.
    internal string? FirstDay => Day(SubmittedAfter, -1);

    internal string? LastDay => Day(SubmittedBefore, 1);

    internal bool IsExact => SubmittedAfter is null && SubmittedBefore is null;

    internal bool Matches(AlmaJobInstance run) =>
        run.SubmittedAt is not { } submitted
        || (!(submitted < SubmittedAfter) && !(submitted > SubmittedBefore));

    private static string? Day(DateTimeOffset? time, int days)
    {
        if (time is not { } value)
        {
            return null;
        }

        DateTime day = value.UtcDateTime.Date;
        bool fits = days < 0 ? day > DateTime.MinValue.AddDays(1) : day < DateTime.MaxValue.AddDays(-1);
        return (fits ? day.AddDays(days) : day).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }
}
