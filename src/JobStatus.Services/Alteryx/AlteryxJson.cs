using System.Collections.Generic;
using System.Text.Json.Serialization;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alteryx;

[JsonSourceGenerationOptions(
    AllowTrailingCommas = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters =
    [
        typeof(PlainValueConverter),
        typeof(LenientTextConverter),
        typeof(LenientInt32Converter),
        typeof(LenientInt64Converter),
        typeof(LenientDoubleConverter),
        typeof(LenientBooleanConverter),
        typeof(LenientTimeConverter),
        typeof(LenientDurationConverter),
        typeof(LenientListConverter<string>),
        typeof(LenientListConverter<AlteryxJobWire>),
        typeof(LenientListConverter<AlteryxOutputWire>),
        typeof(LenientListConverter<AlteryxMessageWire>),
        typeof(LenientObjectConverter<AlteryxJobWire>),
        typeof(LenientObjectConverter<AlteryxOutputWire>),
        typeof(LenientObjectConverter<AlteryxPaginationWire>),
        typeof(LenientObjectConverter<AlteryxMessageWire>),
    ])]
[JsonSerializable(typeof(AlteryxJobWire))]
[JsonSerializable(typeof(AlteryxOutputWire))]
[JsonSerializable(typeof(AlteryxQueueWire))]
[JsonSerializable(typeof(AlteryxPaginationWire))]
[JsonSerializable(typeof(Lenient<List<Lenient<AlteryxJobWire>>>), TypeInfoPropertyName = "Jobs")]
[JsonSerializable(typeof(AlteryxMessageWire))]
[JsonSerializable(typeof(AlteryxTokenWire))]
[JsonSerializable(typeof(Lenient<List<Lenient<AlteryxMessageWire>>>), TypeInfoPropertyName = "Messages")]
internal sealed partial class AlteryxJson : JsonSerializerContext;
