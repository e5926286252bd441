using System.Collections.Generic;
using System.Text.Json;

namespace JobStatus.Services.Json;

/// <summary>Reads a field that is a list. A single object is read as a list with one item.</summary>
internal sealed class LenientListConverter<T> : LenientConverter<List<Lenient<T>>>
{
    private readonly LenientConverter<T> _item;

    public LenientListConverter(LenientConverter<T> item)
    {
        _item = item;
    }

    protected override bool TryRead(ref Utf8JsonReader reader, out Lenient<List<Lenient<T>>> field)
    {
        field = default;
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            return false;
        }

        var items = new List<Lenient<T>>();
        field = new(items);
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            items.Add(_item.Read(ref reader));
            return true;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(_item.Read(ref reader));
        }

        return true;
    }
}
