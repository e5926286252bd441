using System.Collections.Generic;
using System.Text.Json;

namespace JobStatus.Services.Json;

/// <summary>Reads a field that is an object whose member names are chosen by the user.</summary>
internal sealed class LenientMembersConverter : LenientConverter<IReadOnlyDictionary<string, object?>>
{
    public static readonly LenientMembersConverter Instance = new();

    protected override bool TryRead(ref Utf8JsonReader reader, out Lenient<IReadOnlyDictionary<string, object?>> field)
    {
        field = default;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        field = new((Dictionary<string, object?>)PlainValue.Read(ref reader)!);
        return true;
    }
}
