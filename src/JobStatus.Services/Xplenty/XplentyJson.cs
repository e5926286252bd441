using System.Collections.Generic;
using System.Text.Json.Serialization;
using JobStatus.Services.Json;

namespace JobStatus.Services.Xplenty;

[JsonSourceGenerationOptions(
    AllowTrailingCommas = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters =
    [
        typeof(PlainValueConverter),
        typeof(LenientTextConverter),
        typeof(LenientInt64Converter),
        typeof(LenientDoubleConverter),
        typeof(LenientTimeConverter),
        typeof(LenientUriConverter),
        typeof(LenientValuesConverter),
        typeof(LenientMembersConverter),
        typeof(LenientListConverter<XplentyJobWire>),
        typeof(LenientListConverter<XplentyOutputWire>),
        typeof(LenientObjectConverter<XplentyJobWire>),
        typeof(LenientObjectConverter<XplentyOutputWire>),
        typeof(LenientObjectConverter<XplentyComponentWire>),
        typeof(LenientObjectConverter<XplentyCreatorWire>),
        typeof(LenientObjectConverter<XplentyReferenceWire>),
        typeof(LenientObjectConverter<XplentyLogSummaryWire>),
    ])]
[JsonSerializable(typeof(Lenient<List<Lenient<XplentyJobWire>>>), TypeInfoPropertyName = "Jobs")]
[JsonSerializable(typeof(XplentyJobWire))]
[JsonSerializable(typeof(XplentyOutputWire))]
[JsonSerializable(typeof(XplentyComponentWire))]
[JsonSerializable(typeof(XplentyCreatorWire))]
[JsonSerializable(typeof(XplentyReferenceWire))]
[JsonSerializable(typeof(XplentyLogSummaryWire))]
internal sealed partial class XplentyJson : JsonSerializerContext;
