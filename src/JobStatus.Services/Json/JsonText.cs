using System;
using System.Text;
using System.Text.Json;

namespace JobStatus.Services.Json;

/// <summary>The text of the token that a reader stands on.</summary>
internal static class JsonText
{
    /// <summary>The text of a string or a property name; text that is no valid Unicode is kept as far as it goes.</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, as an escape or as bytes: valid JSON to a lax writer, no text to .NET.
            return Raw(ref reader);
        }
    }

    /// <summary>The token as it was written.</summary>
    public static string Raw(ref Utf8JsonReader reader)
    {
        byte[] bytes;
        if (reader.HasValueSequence)
        {
            bytes = new byte[checked((int)reader.ValueSequence.Length)];
            int at = 0;
            foreach (ReadOnlyMemory<byte> segment in reader.ValueSequence)
            {
                segment.Span.CopyTo(bytes.AsSpan(at));
                at += segment.Length;
            }
        }
        else
        {
            bytes = reader.ValueSpan.ToArray();
        }

        return Encoding.UTF8.GetString(bytes);
    }
}
