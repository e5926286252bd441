using System;
using System.Text;
using System.Text.Json;

namespace JobStatus.Services.Json;

/// <summary>Reads the text of the current token.</summary>
internal static class JsonText
{
    /// <summary>
    /// Returns the text of a string or a property name. Text that is not valid Unicode is kept as far as possible.
    /// </summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            // The text contains a lone surrogate. Some writers produce such JSON, but .NET rejects it.
            return Raw(ref reader);
        }
    }

    /// <summary>Returns the text of the token as it was written, with escape sequences.</summary>
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
