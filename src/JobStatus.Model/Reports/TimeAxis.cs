using System;
using System.Collections.Generic;
using System.Globalization;

namespace JobStatus.Reports;

/// <summary>The scale of the timeline, with marks at whole minutes, hours, days or months of local time.</summary>
internal sealed class TimeAxis
{
    private const int MaxMarks = 6;
    private const int MinutesPerDay = 24 * 60;
    private const int LongestStepInMonths = 1200;
    private const double DaysPerMonth = 365.25 / 12;

    // In minutes. Days and longer steps are multiples of a day.
    private static readonly int[] Steps =
    [
        1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720,
        MinutesPerDay, 2 * MinutesPerDay, 7 * MinutesPerDay, 14 * MinutesPerDay,
    ];

    private static readonly int[] StepsInMonths = [1, 2, 3, 6, 12, 24, 60, 120];

    private readonly DateTimeOffset _begin;
    private readonly TimeSpan _length;
    private readonly TimeZoneInfo _zone;

    public TimeAxis(DateTimeOffset begin, DateTimeOffset end, TimeZoneInfo zone)
    {
        // A single moment gets a scale, too.
        TimeSpan margin = end - begin < TimeSpan.FromMinutes(2) ? TimeSpan.FromMinutes(1) : TimeSpan.Zero;
        _begin = begin - margin;
        _length = end + margin - _begin;
        _zone = zone;
    }

    /// <summary>The place of a time on the scale, from 0 to 100.</summary>
    public double Percent(DateTimeOffset time) =>
        Math.Min(100, Math.Max(0, (time - _begin).TotalMilliseconds * 100 / _length.TotalMilliseconds));

    /// <summary>The marks with their places from 0 to 100 and their labels, in the order of time.</summary>
    public IEnumerable<(double Percent, string Label)> Marks()
    {
        foreach ((DateTime local, string label) in Candidates())
        {
            // When daylight saving time begins, one hour of local time does not exist.
            if (_zone.IsInvalidTime(local))
            {
                continue;
            }

            var time = new DateTimeOffset(local, _zone.GetUtcOffset(local));
            if (time > _begin + _length)
            {
                yield break;
            }

            if (time >= _begin)
            {
                yield return (Percent(time), label);
            }
        }
    }

    private IEnumerable<(DateTime Local, string Label)> Candidates()
    {
        DateTime first = TimeZoneInfo.ConvertTime(_begin, _zone).DateTime.Date;
        DateTime last = TimeZoneInfo.ConvertTime(_begin + _length, _zone).DateTime;
        foreach (int step in Steps)
        {
            if (_length.TotalMinutes / step <= MaxMarks)
            {
                for (DateTime local = first; local <= last; local = local.AddMinutes(step))
                {
                    yield return (local, Label(local, local.TimeOfDay == TimeSpan.Zero ? "MMM d" : "HH:mm"));
                }

                yield break;
            }
        }

        int months = Array.Find(StepsInMonths, step => _length.TotalDays / DaysPerMonth / step <= MaxMarks);
        months = months > 0 ? months : LongestStepInMonths;
        for (var local = new DateTime(first.Year, 1, 1); local <= last; local = local.AddMonths(months))
        {
            yield return (local, Label(local, "MMM yyyy"));
        }
    }

    private static string Label(DateTime local, string format) => local.ToString(format, CultureInfo.InvariantCulture);
}
