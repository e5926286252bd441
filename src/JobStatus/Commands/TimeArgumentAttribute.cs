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

    /// <summary>Converts the text of a value to a time. Returns a time and null unchanged.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">The text is not a valid time, or is a number or a time span.</exception>
    public static object? FromText(object? value)
    {
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (plain is null or DateTime or DateTimeOffset)
        {
            return value;
        }

        string text = plain is IFormattable formattable
            ? formattable.ToString(null, CultureInfo.InvariantCulture)
            : LanguagePrimitives.ConvertTo<string>(value);
        return plain is not TimeSpan
            && !IsNumberOrNegative(text)
            && LanguagePrimitives.TryConvertTo(text, CultureInfo.InvariantCulture, out DateTimeOffset time)
            ? time
            : throw new ArgumentTransformationMetadataException(
                $"'{text.Trim()}' is not a valid time. Specify a time such as 2026-11-29 or '2026-11-29 06:00'.");
    }

    // A cast would convert 1.5 to January 5th, and a negative time span to a time of today.
    private static bool IsNumberOrNegative(string text) =>
        (text.TrimStart() is { Length: > 0 } trimmed && trimmed[0] == '-')
        || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
