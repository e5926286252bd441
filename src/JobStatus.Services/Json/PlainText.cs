using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace JobStatus.Services.Json;

/// <summary>Converts a plain value of a response to one line of text, for errors that a service can report in several forms.</summary>
internal static class PlainText
{
    // A response can contain any number of texts, nested in any way.
    private const int MaxItems = 20;
    private const int MaxDepth = 3;

    /// <summary>Returns the texts and numbers in a value, or null if there are none. The texts in an object follow their names.</summary>
    public static string? Join(object? value) => Join(value, depth: 0);

    private static string? Join(object? value, int depth) => DisplayText.OneLine(value switch
    {
        string or long or decimal or double => Convert.ToString(value, CultureInfo.InvariantCulture),
        object?[] items when depth < MaxDepth => string.Join(" ", items.Take(MaxItems).Select(item => Join(item, depth + 1))),
        IReadOnlyDictionary<string, object?> members when depth < MaxDepth => string.Join(
            "; ",
            members.Take(MaxItems).Select(member => $"{DisplayText.OneLine(member.Key)}: {Join(member.Value, depth + 1)}")),
        _ => null,
    });
}
