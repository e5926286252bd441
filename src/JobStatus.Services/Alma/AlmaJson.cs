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
        typeof(LenientObjectConverter<AlmaCounterWire>),
        typeof(LenientObjectConverter<AlmaJobInfoWire>),
        typeof(LenientObjectConverter<AlmaErrorWire>),
        typeof(LenientObjectConverter<AlmaErrorListWire>),
        typeof(LenientObjectConverter<AlmaErrorEntryWire>),
        typeof(LenientObjectConverter<AlmaInstanceWire>),
    ])]
[JsonSerializable(typeof(AlmaInstanceDocumentWire))]
[JsonSerializable(typeof(AlmaInstanceWire))]
[JsonSerializable(typeof(AlmaCounterWire))]
[JsonSerializable(typeof(AlmaJobInfoWire))]
[JsonSerializable(typeof(AlmaErrorWire))]
[JsonSerializable(typeof(AlmaErrorListWire))]
[JsonSerializable(typeof(AlmaErrorEntryWire))]
internal sealed partial class AlmaJson : JsonSerializerContext;
