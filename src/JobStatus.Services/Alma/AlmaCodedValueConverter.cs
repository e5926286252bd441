using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alma;

/// <summary>A coded field: <c>{"value","desc"}</c>, or the code alone.</summary>
internal sealed class AlmaCodedValueConverter : LenientConverter<AlmaCodedValue>
{
    public static readonly AlmaCodedValueConverter Instance = new();

    public static readonly LenientListConverter<AlmaCodedValue> List = new(Instance);

    protected override bool TryRead(ref Utf8JsonReader reader, out Lenient<AlmaCodedValue> field)
    {
        field = default;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            return false;
        }

        field = reader.TokenType == JsonTokenType.StartObject
            ? Of((Dictionary<string, object?>)PlainValue.Read(ref reader)!)
            : new(new AlmaCodedValue(reader.Text().Value));
        return true;
    }

    private static Lenient<AlmaCodedValue> Of(Dictionary<string, object?> members)
    {
        var coded = new AlmaCodedValue(Take(members, "value"), Take(members, "desc"));
        return members.Count == 0 ? new(coded) : new(coded, members);
    }

    private static string? Take(Dictionary<string, object?> members, string name)
    {
        if (members.TryGetValue(name, out object? value) && value is null or string or long or bool or decimal or double)
        {
            members.Remove(name);
            return value switch
            {
                null => null,
                bool flag => flag ? "true" : "false",
                _ => Convert.ToString(value, CultureInfo.InvariantCulture),
            };
        }

        return null;
    }
}
