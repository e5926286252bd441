using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobStatus.Services.Json;

/// <summary>Makes the fields that nobody knows plain CLR values.</summary>
internal sealed class PlainValueConverter : JsonConverter<object?>
{
    public override bool HandleNull => true;

    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        PlainValue.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, object? value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}
