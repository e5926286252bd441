using System.Collections.Generic;
using System.Text.Json;

namespace JobStatus.Services.Json;

/// <summary>Reads a field that is a list of values of any type.</summary>
internal sealed class LenientValuesConverter : LenientConverter<IReadOnlyList<object?>>
{
    public static readonly LenientValuesConverter Instance = new();

    protected override bool TryRead(ref Utf8JsonReader reader, out Lenient<IReadOnlyList<object?>> field)
    {
        field = default;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        field = new((object?[])PlainValue.Read(ref reader)!);
        return true;
    }
}
