using System;
using System.Collections.Generic;
using System.Text.Json;

namespace JobStatus.Services.Json;

/// <summary>Reads the value at the current position of the reader as a field of the expected type.</summary>
internal static class JsonFields
{
    public static Lenient<string> Text(this ref Utf8JsonReader reader) => LenientTextConverter.Instance.Read(ref reader);

    public static Lenient<List<Lenient<string>>> Texts(this ref Utf8JsonReader reader) => LenientTextConverter.List.Read(ref reader);

    public static Lenient<long> Int64(this ref Utf8JsonReader reader) => LenientInt64Converter.Instance.Read(ref reader);

    public static Lenient<int> Int32(this ref Utf8JsonReader reader) => LenientInt32Converter.Instance.Read(ref reader);

    public static Lenient<double> Double(this ref Utf8JsonReader reader) => LenientDoubleConverter.Instance.Read(ref reader);

    public static Lenient<bool> Boolean(this ref Utf8JsonReader reader) => LenientBooleanConverter.Instance.Read(ref reader);

    public static Lenient<DateTimeOffset> Time(this ref Utf8JsonReader reader) => LenientTimeConverter.Instance.Read(ref reader);

    public static Lenient<TimeSpan> Duration(this ref Utf8JsonReader reader) => LenientDurationConverter.Instance.Read(ref reader);

    public static Lenient<Uri> Uri(this ref Utf8JsonReader reader) => LenientUriConverter.Instance.Read(ref reader);

    public static Lenient<IReadOnlyList<object?>> Values(this ref Utf8JsonReader reader) =>
        LenientValuesConverter.Instance.Read(ref reader);

    public static Lenient<IReadOnlyDictionary<string, object?>> Members(this ref Utf8JsonReader reader) =>
        LenientMembersConverter.Instance.Read(ref reader);

    public static Lenient<T> Form<T>(this ref Utf8JsonReader reader)
        where T : WireForm, new() =>
        LenientFormConverter<T>.Instance.Read(ref reader);

    public static Lenient<List<Lenient<T>>> Forms<T>(this ref Utf8JsonReader reader)
        where T : WireForm, new() =>
        LenientFormConverter<T>.List.Read(ref reader);
}
