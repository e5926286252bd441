using System;
using System.Globalization;
using System.Management.Automation;

namespace JobStatus.Commands;

/// <summary>
/// Converts text to a time in the same way as a cast, regardless of the culture of the session. For a parameter, PowerShell itself
/// would use the current culture, which can have another order of day and month, or another calendar.
/// </summary>
internal sealed class TimeArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => FromText(inputData);

    /// <summary>Converts text to a time, and rejects numbers. Returns other values unchanged.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">The value is a number, or text that is not a valid time.</exception>
    public static object? FromText(object? value)
    {
        if ((value is PSObject wrapped ? wrapped.BaseObject : value) is not IConvertible simple || simple is DateTime)
        {
            return value;
        }

        string text = simple.ToString(CultureInfo.InvariantCulture);
        return !IsNumberOrNegative(text) && LanguagePrimitives.TryConvertTo(text, CultureInfo.InvariantCulture, out DateTimeOffset time)
            ? time
            : throw new ArgumentTransformationMetadataException(
                $"'{text.Trim()}' is not a valid time. Specify a time such as 2026-11-29 or '2026-11-29 06:00'.");
    }

    // A cast would convert 1.5 to January 5th, and a negative time span to a time of today.
    private static bool IsNumberOrNegative(string text) =>
        (text.TrimStart() is { Length: > 0 } trimmed && trimmed[0] == '-')
        || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
