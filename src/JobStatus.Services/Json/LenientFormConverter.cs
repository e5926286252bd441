using System.Text.Json;

namespace JobStatus.Services.Json;

/// <summary>Reads a field that is an object with its own wire form.</summary>
internal sealed class LenientFormConverter<T> : LenientConverter<T>
    where T : WireForm, new()
{
    public static readonly LenientFormConverter<T> Instance = new();

    public static readonly LenientListConverter<T> List = new(Instance);

    protected override bool TryRead(ref Utf8JsonReader reader, out Lenient<T> field)
    {
        field = default;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var form = new T();
        form.ReadMembers(ref reader);
        field = new(form);
        return true;
    }
}
