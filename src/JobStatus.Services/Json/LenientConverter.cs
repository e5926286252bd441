using System.Text.Json;

namespace JobStatus.Services.Json;

/// <summary>Reads a field as <typeparamref name="T"/>, and keeps the raw value if that is not possible.</summary>
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

    /// <summary>Reads the value. If this returns false, the position of the reader is unchanged.</summary>
    protected abstract bool TryRead(ref Utf8JsonReader reader, out Lenient<T> field);
}
