using System.Text.Json;

namespace JobStatus.Services.Json;

/// <summary>Reads a field as <typeparamref name="T"/> where it can be one, and keeps it as it is where not.</summary>
internal abstract class LenientConverter<T>
{
    public Lenient<T> Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return default;
        }

        return TryRead(ref reader, out Lenient<T> field)
            ? field
            : Lenient<T>.FromUnparsed(PlainValue.Read(ref reader));
    }

    /// <summary>Reads the value. Where it returns false it has not moved the reader.</summary>
    protected abstract bool TryRead(ref Utf8JsonReader reader, out Lenient<T> field);
}
