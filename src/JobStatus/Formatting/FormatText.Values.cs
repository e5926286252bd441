using System;
using System.Globalization;

namespace JobStatus.Formatting;

/// <summary>Formats percentages, times and durations, which needs no type of PowerShell.</summary>
public static partial class FormatText
{
    /// <summary>Formats a percentage without decimal places, rounded down.</summary>
    /// <param name="percent">The percentage, from 0 to 100, or null.</param>
    /// <returns>The percentage; null for null.</returns>
    public static string? Percent(double? percent) =>
        percent is { } value ? Math.Floor(value).ToString("0", CultureInfo.CurrentCulture) + "%" : null;

    /// <summary>Formats a local time for a column: day and time if it is in the current year, otherwise the date.</summary>
    /// <param name="time">The time, or null.</param>
    /// <returns>The time; null for null.</returns>
    public static string? ShortTime(DateTime? time) =>
        time is not { } local ? null
        : local.ToString(local.Year == DateTime.Now.Year ? "MM-dd HH:mm" : "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Formats a local time to the second, with its UTC offset.</summary>
    /// <param name="time">The time, or null.</param>
    /// <returns>The time; null for null.</returns>
    public static string? Time(DateTime? time) =>
        time?.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    /// <summary>Formats a calendar date.</summary>
    /// <param name="date">The date, or null. It is not converted to local time.</param>
    /// <returns>The date; null for null.</returns>
    public static string? Date(DateTime? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Formats a duration in hours, minutes and seconds, with days if it is a day or longer.</summary>
    /// <param name="duration">The duration, or null.</param>
    /// <returns>The duration; null for null.</returns>
    public static string? Duration(TimeSpan? duration) => Duration(duration, @"d\d\ h\:mm\:ss");

    /// <summary>
    /// Formats a duration for a column: in hours, minutes and seconds, or in days and hours if it is a day or longer.
    /// </summary>
    /// <param name="duration">The duration, or null.</param>
    /// <returns>The duration; null for null.</returns>
    public static string? ShortDuration(TimeSpan? duration) => Duration(duration, @"d\d\ h\h");

    private static string? Duration(TimeSpan? duration, string formatWithDays) =>
        duration?.ToString(duration < TimeSpan.FromDays(1) ? @"h\:mm\:ss" : formatWithDays, CultureInfo.InvariantCulture);
}
