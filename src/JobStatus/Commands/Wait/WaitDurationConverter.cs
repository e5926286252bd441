using System;
using System.Globalization;
using System.Management.Automation;

namespace JobStatus;

/// <summary>
/// Converts everything that the built-in Wait-Job accepts as a number of seconds, and also fractions of a second and
/// TimeSpans.
/// </summary>
internal sealed class WaitDurationConverter : PSTypeConverter
{
    public override bool CanConvertFrom(object sourceValue, Type destinationType)
    {
        try
        {
            Convert(sourceValue);
            return true;
        }
        catch (PSInvalidCastException exception)
        {
            // Without an inner exception, PowerShell's standard conversion error is sufficient.
            return exception.InnerException is not null;
        }
    }

    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        try
        {
            return Convert(sourceValue);
        }
        catch (PSInvalidCastException exception) when (exception.InnerException is { } innerException)
        {
            // PowerShell adds the value and the type to the message.
            throw innerException;
        }
    }

    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new PSInvalidCastException();

    private static WaitDuration Convert(object value) => value switch
    {
        TimeSpan time => new WaitDuration(time, WholeSeconds(time)),
        string text when text.Contains(":") && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) =>
            new WaitDuration(time, WholeSeconds(time)),
        double or float or decimal when FromSeconds(System.Convert.ToDouble(value, CultureInfo.InvariantCulture)) is { } time =>
            new WaitDuration(time, value),
        _ => new WaitDuration(
            TimeSpan.FromSeconds((int)LanguagePrimitives.ConvertTo(value, typeof(int), CultureInfo.InvariantCulture)),
            value),
    };

    private static TimeSpan? FromSeconds(double seconds) =>
        seconds is >= 0 and <= int.MaxValue ? TimeSpan.FromMilliseconds(seconds * 1000) : null;

    // The built-in Wait-Job accepts whole seconds. Rounding down could turn a short timeout into 0, which means no
    // wait.
    private static double WholeSeconds(TimeSpan time) =>
        Math.Min(Math.Ceiling(time.TotalSeconds), WaitDuration.MaxBuiltInTimeout.TotalSeconds);
}
