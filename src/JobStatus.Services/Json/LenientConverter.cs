using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobStatus.Services.Json;

/// <summary>Reads a field as <typeparamref name="T"/> where it can be one, and keeps it as it is where not.</summary>
internal abstract class LenientConverter<T> : JsonConverter<Lenient<T>>
{
    public sealed override bool HandleNull => true;

    public sealed override Lenient<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return default;
        }

        return TryRead(ref reader, options, out Lenient<T> field)
            ? field
            : Lenient<T>.NotUnderstood(PlainValue.Read(ref reader));
    }

    public sealed override void Write(Utf8JsonWriter writer, Lenient<T> value, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    /// <summary>Reads the value. Where it returns false it has not moved the reader.</summary>
    protected abstract bool TryRead(ref Utf8JsonReader reader, JsonSerializerOptions options, out Lenient<T> field);
}
