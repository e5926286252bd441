using System;
using System.Globalization;
using System.Text.Json;

namespace JobStatus.Services.Json;

/// <summary>Reads a field that is a single value, which can be a JSON string, number, or Boolean.</summary>
internal abstract class LenientScalarConverter<T> : LenientConverter<T>
{
    protected sealed override bool TryRead(ref Utf8JsonReader reader, out Lenient<T> field)
    {
        if (TryReadDirect(ref reader, out T value))
        {
            field = new(value);
            return true;
        }

        string? text = reader.TokenType switch
        {
            JsonTokenType.String => JsonText.Read(ref reader),
            JsonTokenType.Number => JsonText.Raw(ref reader),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => null,
        };
        field = default;
        if (text is null)
        {
            return false;
        }

        field = Parse(text);
        return field.HasValue || field.Unparsed is null;
    }

    /// <summary>
    /// Parses the text of a value. For types other than text, an empty string means that there is no value.
    /// </summary>
    public abstract Lenient<T> Parse(string text);

    /// <summary>
    /// Reads the most common format without creating a string. Values in other formats are read with
    /// <see cref="Parse"/>.
    /// </summary>
    protected virtual bool TryReadDirect(ref Utf8JsonReader reader, out T value)
    {
        value = default!;
        return false;
    }

    protected static Lenient<T> MissingOrUnparsed(string text) =>
        text.Length == 0 ? default : Lenient<T>.FromUnparsed(text);
}

internal sealed class LenientTextConverter : LenientScalarConverter<string>
{
    public static readonly LenientTextConverter Instance = new();

    public static readonly LenientListConverter<string> List = new(Instance);

    public override Lenient<string> Parse(string text) => new(text);
}

internal sealed class LenientInt64Converter : LenientScalarConverter<long>
{
    public static readonly LenientInt64Converter Instance = new();

    public override Lenient<long> Parse(string text)
    {
        if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long whole))
        {
            return new(whole);
        }

        // 1.0 and 1e3 are also integers.
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact)
            && decimal.Truncate(exact) == exact && exact is >= long.MinValue and <= long.MaxValue
                ? new((long)exact)
                : MissingOrUnparsed(text);
    }

    protected override bool TryReadDirect(ref Utf8JsonReader reader, out long value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out value);
    }
}

internal sealed class LenientInt32Converter : LenientScalarConverter<int>
{
    public static readonly LenientInt32Converter Instance = new();

    public override Lenient<int> Parse(string text) =>
        LenientInt64Converter.Instance.Parse(text) is { HasValue: true, Value: >= int.MinValue and <= int.MaxValue } whole
            ? new((int)whole.Value)
            : MissingOrUnparsed(text);
}

internal sealed class LenientDoubleConverter : LenientScalarConverter<double>
{
    public static readonly LenientDoubleConverter Instance = new();

    public override Lenient<double> Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        && !double.IsNaN(number) && !double.IsInfinity(number)
            ? new(number)
            : MissingOrUnparsed(text);

    protected override bool TryReadDirect(ref Utf8JsonReader reader, out double value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out value) && !double.IsInfinity(value);
    }
}

internal sealed class LenientBooleanConverter : LenientScalarConverter<bool>
{
    public static readonly LenientBooleanConverter Instance = new();

    public override Lenient<bool> Parse(string text) =>
        bool.TryParse(text, out bool flag) ? new(flag) : MissingOrUnparsed(text);
}

internal sealed class LenientTimeConverter : LenientScalarConverter<DateTimeOffset>
{
    public static readonly LenientTimeConverter Instance = new();

    private static readonly int MinDirectLength = "2026-01-31T00:00:00Z".Length;
    private static readonly int MaxDirectLength = "2026-01-31T00:00:00.1234567Z".Length;

    // A time with up to seven fractional digits, or a date, with an offset or a Z, or with neither, which means UTC.
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK", "yyyy-MM-ddK"];

    public override Lenient<DateTimeOffset> Parse(string text) =>
        DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
                ? new(time)
                : MissingOrUnparsed(text);

    // Most services send UTC times without spaces.
    protected override bool TryReadDirect(ref Utf8JsonReader reader, out DateTimeOffset value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.String
            && reader.ValueSpan.Length >= MinDirectLength && reader.ValueSpan.Length <= MaxDirectLength
            && reader.ValueSpan[reader.ValueSpan.Length - 1] == (byte)'Z'
            && reader.TryGetDateTimeOffset(out value);
    }
}

internal sealed class LenientDurationConverter : LenientScalarConverter<TimeSpan>
{
    public static readonly LenientDurationConverter Instance = new();

    public override Lenient<TimeSpan> Parse(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds)
        {
            return new(TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)));
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan duration) ? new(duration) : MissingOrUnparsed(text);
    }
}

internal sealed class LenientUriConverter : LenientScalarConverter<Uri>
{
    public static readonly LenientUriConverter Instance = new();

    public override Lenient<Uri> Parse(string text) =>
        text.Length > 0 && Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out Uri? uri) ? new(uri) : MissingOrUnparsed(text);
}
