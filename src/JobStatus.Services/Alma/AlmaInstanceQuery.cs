using System;

namespace JobStatus.Services.Alma;

/// <summary>The runs of a definition to list.</summary>
public sealed class AlmaInstanceQuery
{
    /// <summary>List only runs that were submitted at this time or later. Null for no lower limit.</summary>
    public DateTimeOffset? SubmittedAfter { get; init; }

    /// <summary>List only runs that were submitted at this time or earlier. Null for no upper limit.</summary>
    public DateTimeOffset? SubmittedBefore { get; init; }

    /// <summary>List only runs with this status, as an Alma code. Null for all.</summary>
    public string? Status { get; init; }

    // Alma filters by date in an undocumented time zone, so the query is one day wider and the result is filtered exactly.
    internal string? FirstDay => Day(SubmittedAfter, -1);

    internal string? LastDay => Day(SubmittedBefore, 1);

    internal bool IsExact => SubmittedAfter is null && SubmittedBefore is null;

    internal bool Matches(AlmaJobInstance run) =>
        run.SubmittedInstant is not { } submitted
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
