using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobStatus.Services.Json;

/// <summary>A field that is a list; a single item stands for a list of one.</summary>
internal sealed class LenientListConverter<T> : LenientConverter<List<Lenient<T>>>
{
    protected override bool TryRead(ref Utf8JsonReader reader, JsonSerializerOptions options, out Lenient<List<Lenient<T>>> field)
    {
        var converter = (JsonConverter<Lenient<T>>)options.GetConverter(typeof(Lenient<T>));
        var items = new List<Lenient<T>>();
        field = new(items);
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                items.Add(converter.Read(ref reader, typeof(Lenient<T>), options));
            }

            return true;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        items.Add(converter.Read(ref reader, typeof(Lenient<T>), options));
        return true;
    }
}
