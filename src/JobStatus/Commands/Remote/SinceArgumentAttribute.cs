using System;
using System.Globalization;
using System.Management.Automation;
using JobStatus.Commands;

namespace JobStatus;

/// <summary>
/// Converts a time span until now, given as a TimeSpan or a number of seconds, to the time when it began. Other values are times.
/// Rejects digits that are probably a date.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SinceArgumentAttribute : ArgumentTransformationAttribute
{
    // Nobody writes such a long time in seconds.
    private static readonly TimeSpan MaxSeconds = TimeSpan.FromDays(3650);

    private static readonly WaitDurationArgumentAttribute Durations = new();

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (inputData is null || IsTime(inputData))
        {
            return inputData;
        }

        string? text = inputData.ToString()?.Trim();
        if (IsDate(text, out DateTime date))
        {
            throw new ArgumentTransformationMetadataException(FormattableString.Invariant(
                $"'{text}' is ambiguous: it is also a number of seconds. For the date, specify {date:yyyy-MM-dd}."));
        }

        if (!LanguagePrimitives.TryConvertTo(Durations.Transform(engineIntrinsics, inputData), out WaitDuration duration))
        {
            return TimeArgumentAttribute.FromText(inputData);
        }

        // A Unix time, for example.
        if (duration.Value > MaxSeconds && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            throw new ArgumentTransformationMetadataException(FormattableString.Invariant(
                $"'{text}' would be {duration.Value.TotalDays:0} days, because numbers are seconds. Specify a time such as 2026-11-29, or a time span such as '30.00:00:00'."));
        }

        DateTimeOffset now = DateTimeOffset.UtcNow;
        return ValidateScheduleTimeSpanAttribute.FindProblem(duration) is { } problem
            ? throw new ArgumentTransformationMetadataException(problem)
            : duration.Value < now - DateTimeOffset.MinValue ? now - duration.Value : DateTimeOffset.MinValue;
    }

    private static bool IsDate(string? text, out DateTime date) =>
        DateTime.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
        && date.Year is > 1900 and < 2100;

    private static bool IsTime(object value) =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) is DateTime or DateTimeOffset;
}
