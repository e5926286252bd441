using System.Text.Json;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alma;

/// <summary>
/// Reads a coded field, which is either an object with the members <c>value</c> and <c>desc</c>, or only the code.
/// </summary>
internal sealed class AlmaCodedValueConverter : LenientConverter<AlmaCodedValue>
{
    public static readonly AlmaCodedValueConverter Instance = new();

    public static readonly LenientListConverter<AlmaCodedValue> List = new(Instance);

    protected override bool TryRead(ref Utf8JsonReader reader, out Lenient<AlmaCodedValue> field)
    {
        field = default;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            return false;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            field = new(new AlmaCodedValue(reader.Text().Value));
            return true;
        }

        var wire = new AlmaCodedValueWire();
        wire.ReadMembers(ref reader);
        var coded = new AlmaCodedValue(wire.Value.Value, wire.Description.Value);
        var fields = new UnmappedFields(wire.UnknownFields);
        fields.Take("value", wire.Value);
        fields.Take("desc", wire.Description);
        field = fields.FieldsOrNull is { } unmapped ? new(coded, unmapped) : new(coded);
        return true;
    }
}
