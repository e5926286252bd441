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
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => Convert(sourceValue) is not null;

    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        Convert(sourceValue) ?? throw new PSInvalidCastException();

    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new PSInvalidCastException();

    private static WaitDuration? Convert(object value) => value switch
    {
        TimeSpan time => new WaitDuration(time, WholeSeconds(time)),
        double or float or decimal when Fraction(System.Convert.ToDouble(value, CultureInfo.InvariantCulture)) is { } time => new WaitDuration(time, value),
        string text when text.Contains(":") => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time)
            ? new WaitDuration(time, WholeSeconds(time))
            : null,
        _ => LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out int seconds)
            ? new WaitDuration(TimeSpan.FromSeconds(seconds), value)
            : null,
    };

    private static TimeSpan? Fraction(double seconds) =>
        seconds is > int.MinValue and <= int.MaxValue ? TimeSpan.FromMilliseconds(seconds * 1000) : null;

    // PowerShell's own takes whole seconds; a shorter time must not become "do not wait at all".
    private static double WholeSeconds(TimeSpan time) => Math.Ceiling(time.TotalSeconds);
}
