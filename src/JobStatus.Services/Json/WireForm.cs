using System;
using System.Collections.Generic;
using System.Text.Json;

namespace JobStatus.Services.Json;

/// <summary>
/// An object as a service sends it. Fields that nobody knows are kept. What a form holds is held in fields: a property
/// for each would be two methods more to compile before the first answer is read.
/// </summary>
internal abstract class WireForm
{
    // Longer than any name that is known here.
    private const int MaxNameLength = 64;

    public Dictionary<string, object?>? UnknownFields;

    /// <summary>Reads the members of the object that the reader stands on.</summary>
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

    /// <summary>Reads the field that the reader stands on, where its name is known. Where it returns false it has not moved the reader.</summary>
    protected virtual bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader) => false;

    private static string ReadName(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("A name is no Unicode.", exception);
        }
    }

    // A name that is known needs no text of its own.
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
