using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;

namespace JobStatus.Services.Tests;

/// <summary>Everything that an object shows, as lines of a path and a value.</summary>
internal static class Deep
{
    /// <param name="value">The object.</param>
    /// <param name="without">Names of properties to pass over.</param>
    public static IReadOnlyList<string> Lines(object? value, params string[] without)
    {
        List<string> lines = [];
        Add(lines, "$", value, without);
        return lines;
    }

    /// <summary>The same in one text, to look for what must be somewhere in it.</summary>
    public static string Text(object? value, params string[] without) => string.Join('\n', Lines(value, without));

    private static void Add(List<string> lines, string path, object? value, string[] without)
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
                    Add(lines, $"{path}[{name}]", member, without);
                }

                break;
            case IEnumerable items:
                object?[] list = [.. items.Cast<object?>()];
                lines.Add($"{path} = {list.Length} items");
                for (int i = 0; i < list.Length; i++)
                {
                    Add(lines, $"{path}[{i}]", list[i], without);
                }

                break;
            case IFormattable:
            case bool:
                lines.Add($"{path} = {Convert.ToString(value, CultureInfo.InvariantCulture)} ({value.GetType().Name})");
                break;
            default:
                foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Where(property => property.GetIndexParameters().Length == 0 && !without.Contains(property.Name))
                    .OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    Add(lines, $"{path}.{property.Name}", property.GetValue(value), without);
                }

                break;
        }
    }
}
