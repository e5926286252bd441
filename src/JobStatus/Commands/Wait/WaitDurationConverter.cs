using System;
using System.Globalization;
using System.Management.Automation;

namespace JobStatus;

/// <summary>
/// Takes what PowerShell's own Wait-Job takes for its seconds, fractions of a second, and TimeSpans. Nothing else:
/// "1s" could mean anything.
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
            // Without a reason PowerShell's own words say all that there is to say.
            return exception.InnerException is not null;
        }
    }

    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        try
        {
            return Convert(sourceValue);
        }
        catch (PSInvalidCastException exception) when (exception.InnerException is { } reason)
        {
            // PowerShell adds which value could not become what.
            throw reason;
        }
    }

    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new PSInvalidCastException();

    private static WaitDuration Convert(object value) => value switch
    {
        TimeSpan time => new WaitDuration(time, WholeSeconds(time)),
        string text when text.Contains(":") && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) => new WaitDuration(time, WholeSeconds(time)),
        double or float or decimal when Fraction(System.Convert.ToDouble(value, CultureInfo.InvariantCulture)) is { } time => new WaitDuration(time, value),
        _ => new WaitDuration(TimeSpan.FromSeconds((int)LanguagePrimitives.ConvertTo(value, typeof(int), CultureInfo.InvariantCulture)), value),
    };

    private static TimeSpan? Fraction(double seconds) =>
        seconds is >= 0 and <= int.MaxValue ? TimeSpan.FromMilliseconds(seconds * 1000) : null;

    // PowerShell's own takes whole seconds; a shorter time must not become "do not wait at all".
    private static double WholeSeconds(TimeSpan time) => Math.Min(Math.Ceiling(time.TotalSeconds), WaitDuration.LongestOfBuiltIn.TotalSeconds);
}
