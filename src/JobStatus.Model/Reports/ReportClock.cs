using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace JobStatus.Reports;

/// <summary>Formats the times of a report in one time zone. If its UTC offset changes within the report, each time states it.</summary>
internal sealed class ReportClock
{
    private const string SecondFormat = "yyyy-MM-dd HH:mm:ss";
    private const string MinuteFormat = "yyyy-MM-dd HH:mm";

    private readonly bool _showsOffsets;

    private ReportClock(DateTimeOffset now, TimeZoneInfo zone, bool showsOffsets)
    {
        Zone = zone;
        Now = TimeZoneInfo.ConvertTime(now, zone);
        _showsOffsets = showsOffsets;
    }

    public TimeZoneInfo Zone { get; }

    /// <summary>The time when the report was created.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>A sentence about the times.</summary>
    public string Note => _showsOffsets
        ? "Times are local and state their UTC offset."
        : $"Times are local (UTC{Now.ToString("zzz", CultureInfo.InvariantCulture)}).";

    public static ReportClock Create(DateTimeOffset now, TimeZoneInfo zone, IEnumerable<ReportRun> runs)
    {
        TimeSpan offset = zone.GetUtcOffset(now);
        bool changes = runs
            .SelectMany(run => new[] { run.Job.SubmittedInstant, run.Begin, run.End })
            .Any(time => time is { } value && zone.GetUtcOffset(value) != offset);
        return new ReportClock(now, zone, changes);
    }

    /// <summary>Formats a time to the second.</summary>
    public string Second(DateTimeOffset? time) => Format(time, SecondFormat);

    /// <summary>Formats a time to the minute.</summary>
    public string Minute(DateTimeOffset? time) => Format(time, MinuteFormat);

    private string Format(DateTimeOffset? time, string format) =>
        time is { } value
            ? TimeZoneInfo.ConvertTime(value, Zone).ToString(_showsOffsets ? format + " zzz" : format, CultureInfo.InvariantCulture)
            : string.Empty;
}
