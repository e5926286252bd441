using System;
using System.Collections.Generic;
using System.Text.Json;

namespace JobStatus.Services.Json;

/// <summary>
/// An object as a service sends it. Unknown fields are kept. Wire forms use fields instead of properties, because the JIT
/// compiler would have to compile two accessors for each property before it could read the first response.
/// </summary>
internal abstract class WireForm
{
    // Longer than any known name.
    private const int MaxNameLength = 64;

    public Dictionary<string, object?>? UnknownFields;

    /// <summary>Reads the members of the object at the current position of the reader.</summary>
    public void ReadMembers(ref Utf8JsonReader reader)
    {
        Span<char> buffer = stackalloc char[MaxNameLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            ReadOnlySpan<char> name = TryGetAsciiName(ref reader, buffer)
                ? buffer.Slice(0, reader.ValueSpan.Length)
                : ReadName(ref reader).AsSpan();
            reader.Read();
            if (!TryReadField(name, ref reader))
            {
                UnknownFields ??= new(StringComparer.Ordinal);
                UnknownFields[name.ToString()] = PlainValue.Read(ref reader);
            }
        }
    }

    /// <summary>
    /// Reads a field if its name is known. If this returns false, the position of the reader is unchanged.
    /// </summary>
    protected virtual bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader) => false;

    private static string ReadName(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("A property name is not valid Unicode.", exception);
        }
    }

    // Known names are ASCII, so they can be compared without creating a string.
    private static bool TryGetAsciiName(ref Utf8JsonReader reader, scoped Span<char> buffer)
    {
        ReadOnlySpan<byte> name = reader.ValueSpan;
        if (reader.ValueIsEscaped || name.Length > buffer.Length)
        {
            return false;
        }

        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] > 0x7F)
            {
                return false;
            }

            buffer[i] = (char)name[i];
        }

        return true;
    }
}
