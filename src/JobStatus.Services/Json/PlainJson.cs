using System.Text.Json.Serialization;

namespace JobStatus.Services.Json;

/// <summary>Reads any JSON as plain values.</summary>
[JsonSourceGenerationOptions(
    AllowTrailingCommas = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(PlainValueConverter)])]
[JsonSerializable(typeof(object))]
internal sealed partial class PlainJson : JsonSerializerContext;
