using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;

namespace JobStatus.Services.Tests;

/// <summary>Dumps all public properties of an object, including nested objects, for comparisons and searches.</summary>
internal static class ObjectDump
{
    /// <summary>Returns a line with the path and the value of each property. Local times are converted to UTC.</summary>
    /// <param name="value">The object.</param>
    /// <param name="excluded">The names of the properties to omit.</param>
    public static IReadOnlyList<string> Lines(object? value, params string[] excluded)
    {
        List<string> lines = [];
        Add(lines, "$", value, excluded);
        return lines;
    }

    /// <summary>Returns the lines as one text.</summary>
    public static string Text(object? value, params string[] excluded) => string.Join('\n', Lines(value, excluded));

    private static void Add(List<string> lines, string path, object? value, string[] excluded)
    {
        switch (value)
        {
            case null:
                lines.Add($"{path} = null");
                break;
            case string or Uri:
                lines.Add($"{path} = {value} ({value.GetType().Name})");
                break;
            case IReadOnlyDictionary<string, object?> members:
                lines.Add($"{path} = {members.Count} members");
                foreach ((string name, object? member) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    Add(lines, $"{path}[{name}]", member, excluded);
                }

                break;
            case IEnumerable items:
                object?[] list = [.. items.Cast<object?>()];
                lines.Add($"{path} = {list.Length} items");
                for (int i = 0; i < list.Length; i++)
                {
                    Add(lines, $"{path}[{i}]", list[i], excluded);
                }

                break;
            case DateTime time:
                lines.Add($"{path} = {(time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time):s} (DateTime)");
                break;
            case IFormattable:
            case bool:
                lines.Add($"{path} = {Convert.ToString(value, CultureInfo.InvariantCulture)} ({value.GetType().Name})");
                break;
            default:
                foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Where(property => property.GetIndexParameters().Length == 0 && !excluded.Contains(property.Name))
                    .OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    Add(lines, $"{path}.{property.Name}", property.GetValue(value), excluded);
                }

                break;
        }
    }
}
