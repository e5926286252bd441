using System;
using System.Globalization;

namespace JobStatus.Services.Json;

/// <summary>Parses numbers, times and durations in all formats that the services use.</summary>
internal static class ScalarText
{
    private const int MaxFractionDigits = 7;
    private const int DateLength = 10;

    // A time, or a date, with an offset or a Z, or with neither, which means UTC.
    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd' 'HH:mmK", "yyyy-MM-ddK",
    ];

    public static bool TryParse(string? text, out long number)
    {
        if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out number))
        {
            return true;
        }

        // 1.0 and 1e3 are also integers.
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact)
            && decimal.Truncate(exact) == exact && exact is >= long.MinValue and <= long.MaxValue)
        {
            number = (long)exact;
            return true;
        }

        return false;
    }

    public static bool TryParse(string? text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
        && !double.IsNaN(number) && !double.IsInfinity(number);

    /// <summary>Parses a time. White space around it is ignored, and so are digits beyond 100 ns.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        text = text?.Trim() ?? string.Empty;
        if (text.EndsWith("z", StringComparison.Ordinal))
        {
            text = text.Substring(0, text.Length - 1) + "Z";
        }

        int fraction = text.IndexOf('.') + 1;
        int end = fraction;
        while (fraction > 0 && end < text.Length && text[end] is >= '0' and <= '9')
        {
            end++;
        }

        if (end - fraction > MaxFractionDigits)
        {
            text = text.Remove(fraction + MaxFractionDigits, end - fraction - MaxFractionDigits);
        }

        // With an offset, the first day of the year 1 can be before the earliest time.
        if (text.StartsWith("0001-01-01", StringComparison.Ordinal) && text.IndexOf('+') is > 0 and var offset)
        {
            text = text.Remove(offset);
        }

        return DateTimeOffset.TryParseExact(
            text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }

    /// <summary>Returns true if a time has neither an offset nor a Z, which can follow only after the date.</summary>
    public static bool HasNoOffset(string time)
    {
        time = time.Trim();
        return time.IndexOfAny(['Z', 'z', '+', '-'], Math.Min(DateLength, time.Length)) < 0;
    }

    public static bool TryParse(string? text, out TimeSpan duration)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds)
        {
            duration = TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
            return true;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration);
    }

    /// <summary>Parses the most common format of a time, such as 2026-01-31T00:00:00.000Z, without creating a string.</summary>
    public static bool TryParseUtc(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        int last = text.Length - 1;
        if (last is < 19 or > 27 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':'
            || text[last] != 'Z' || (last > 19 && text[19] != '.'))
        {
            return false;
        }

        int year = ParseDigits(text.Slice(0, 4));
        int month = ParseDigits(text.Slice(5, 2));
        int day = ParseDigits(text.Slice(8, 2));
        int hour = ParseDigits(text.Slice(11, 2));
        int minute = ParseDigits(text.Slice(14, 2));
        int second = ParseDigits(text.Slice(17, 2));
        int ticks = last > 19 ? ParseDigits(text.Slice(20, last - 20)) : 0;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || (uint)hour > 23 || (uint)minute > 59 || (uint)second > 59 || ticks < 0)
        {
            return false;
        }

        for (int digits = last - 20; digits is > 0 and < MaxFractionDigits; digits++)
        {
            ticks *= 10;
        }

        time = new DateTimeOffset(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).AddTicks(ticks));
        return true;
    }

    // Returns -1 if there is any other character.
    private static int ParseDigits(ReadOnlySpan<byte> text)
    {
        int number = 0;
        foreach (byte digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            number = (number * 10) + digit - '0';
        }

        return number;
    }
}
