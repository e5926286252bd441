using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace JobStatus.Services.Json;

/// <summary>Reads any JSON value as plain CLR values: string, long, decimal, double, bool, null, array, dictionary.</summary>
internal static class PlainValue
{
    // As many digits come back from a double as they went in.
    private const int DigitsOfDouble = 15;

    public static object? Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return JsonText.Of(ref reader);
            case JsonTokenType.Number:
                return Number(ref reader);
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.StartArray:
                return Array(ref reader);
            case JsonTokenType.StartObject:
                return Object(ref reader);
            default:
                return null;
        }
    }

    private static object Number(ref Utf8JsonReader reader)
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

        // A figure that no type holds is kept as it was written.
        return reader.TryGetDouble(out double wide) && Holds(wide, text) ? wide : text;
    }

    private static bool Holds(double figure, string text)
    {
        char[] digits = text.TakeWhile(c => c is not ('e' or 'E')).Where(char.IsDigit).ToArray();
        return !double.IsInfinity(figure) && digits.Length <= DigitsOfDouble && (figure != 0 || digits.All(digit => digit == '0'));
    }

    private static object?[] Array(ref Utf8JsonReader reader)
    {
        var items = new List<object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Read(ref reader));
        }

        return items.ToArray();
    }

    private static Dictionary<string, object?> Object(ref Utf8JsonReader reader)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = JsonText.Of(ref reader);
            reader.Read();
            members[name] = Read(ref reader);
        }

        return members;
    }
}
