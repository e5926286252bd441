using System.Text.Json.Serialization;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alma;

[JsonSourceGenerationOptions(
    AllowTrailingCommas = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters =
    [
        typeof(PlainValueConverter),
        typeof(LenientTextConverter),
        typeof(LenientInt64Converter),
        typeof(LenientDoubleConverter),
        typeof(LenientBooleanConverter),
        typeof(LenientTimeConverter),
        typeof(LenientUriConverter),
        typeof(LenientValuesConverter),
        typeof(AlmaCodedValueConverter),
        typeof(LenientListConverter<AlmaCodedValue>),
        typeof(LenientListConverter<AlmaCounterWire>),
        typeof(LenientListConverter<AlmaErrorEntryWire>),
        typeof(LenientListConverter<AlmaInstanceWire>),
        typeof(LenientListConverter<AlmaJobWire>),
        typeof(LenientListConverter<AlmaParameterWire>),
        typeof(LenientObjectConverter<AlmaCounterWire>),
        typeof(LenientObjectConverter<AlmaJobInfoWire>),
        typeof(LenientObjectConverter<AlmaErrorWire>),
        typeof(LenientObjectConverter<AlmaErrorListWire>),
        typeof(LenientObjectConverter<AlmaErrorEntryWire>),
        typeof(LenientObjectConverter<AlmaInstanceWire>),
        typeof(LenientObjectConverter<AlmaJobWire>),
        typeof(LenientObjectConverter<AlmaParameterWire>),
        typeof(LenientObjectConverter<AlmaReferenceWire>),
    ])]
[JsonSerializable(typeof(AlmaInstanceDocumentWire))]
[JsonSerializable(typeof(AlmaInstanceWire))]
[JsonSerializable(typeof(AlmaInstanceListWire))]
[JsonSerializable(typeof(AlmaJobListWire))]
[JsonSerializable(typeof(AlmaPlainListWire))]
[JsonSerializable(typeof(AlmaJobWire))]
[JsonSerializable(typeof(AlmaParameterWire))]
[JsonSerializable(typeof(AlmaReferenceWire))]
[JsonSerializable(typeof(AlmaCounterWire))]
[JsonSerializable(typeof(AlmaJobInfoWire))]
[JsonSerializable(typeof(AlmaErrorWire))]
[JsonSerializable(typeof(AlmaErrorListWire))]
[JsonSerializable(typeof(AlmaErrorEntryWire))]
internal sealed partial class AlmaJson : JsonSerializerContext;
