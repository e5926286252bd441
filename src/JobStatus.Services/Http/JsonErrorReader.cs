using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using JobStatus.Services.Json;

namespace JobStatus.Services.Http;

/// <summary>Reads JSON error bodies, in which any member can be missing or have an unexpected type.</summary>
internal static class JsonErrorReader
{
    private static readonly JsonReaderOptions Options = new() { AllowTrailingCommas = true, MaxDepth = 32 };

    /// <summary>Returns the body as plain values, or null if it is not JSON.</summary>
    public static object? Parse(byte[] body)
    {
        try
        {
            int start = body.Length >= 3 && body[0] == 0xEF && body[1] == 0xBB && body[2] == 0xBF ? 3 : 0;
            var reader = new Utf8JsonReader(new ReadOnlySpan<byte>(body, start, body.Length - start), Options);
            reader.Read();
            object? root = PlainValue.Read(ref reader);
            return reader.Read() ? null : root;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static object? GetMember(object? value, string name) =>
        value is Dictionary<string, object?> members && members.TryGetValue(name, out object? member) ? member : null;

    /// <summary>Returns a string or a number as text, or null for any other value.</summary>
    public static string? GetText(object? value) =>
        value is string or long or decimal or double ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    /// <summary>Returns the text of the first of these members that has one, or null if none has.</summary>
    public static string? GetText(object? value, params string[] names) =>
        names.Select(name => GetText(GetMember(value, name))).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
}
