using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace JobStatus.Services.Json;

/// <summary>
/// Reads any JSON value as a plain CLR value: string, long, decimal, double, bool, null, array, or dictionary.
/// </summary>
internal static class PlainValue
{
    // A double preserves this number of decimal digits.
    private const int ExactDoubleDigits = 15;

    public static object? Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return JsonText.Read(ref reader);
            case JsonTokenType.Number:
                return ReadNumber(ref reader);
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.StartArray:
                return ReadArray(ref reader);
            case JsonTokenType.StartObject:
                return ReadObject(ref reader);
            default:
                return null;
        }
    }

    private static object ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out long whole))
        {
            return whole;
        }

        string text = JsonText.Raw(ref reader);
        if (reader.TryGetDecimal(out decimal exact) && exact.ToString(CultureInfo.InvariantCulture) == text)
        {
            return exact;
        }

        // A number that no type can represent exactly is kept as text.
        return reader.TryGetDouble(out double approximate) && IsExact(approximate, text) ? approximate : text;
    }

    private static bool IsExact(double number, string text)
    {
        char[] digits = text.TakeWhile(c => c is not ('e' or 'E')).Where(char.IsDigit).ToArray();
        return !double.IsInfinity(number) && digits.Length <= ExactDoubleDigits && (number != 0 || digits.All(digit => digit == '0'));
    }

    private static object?[] ReadArray(ref Utf8JsonReader reader)
    {
        var items = new List<object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Read(ref reader));
        }

        return items.ToArray();
    }

    private static Dictionary<string, object?> ReadObject(ref Utf8JsonReader reader)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = JsonText.Read(ref reader);
            reader.Read();
            members[name] = Read(ref reader);
        }

        return members;
    }
}
