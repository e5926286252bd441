using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace JobStatus.Services.Json;

/// <summary>A field that is an object with a wire form of its own.</summary>
internal sealed class LenientObjectConverter<T> : LenientConverter<T>
    where T : class
{
    protected override bool TryRead(ref Utf8JsonReader reader, JsonSerializerOptions options, out Lenient<T> field)
    {
        field = default;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        field = new(JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)))!);
        return true;
    }
}
