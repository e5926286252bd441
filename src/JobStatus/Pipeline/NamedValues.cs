using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;

namespace JobStatus.Pipeline;

/// <summary>The values that a user gives by name, in a hashtable.</summary>
internal static class NamedValues
{
    public static Dictionary<string, object?> Of(IDictionary given)
    {
        var values = new Dictionary<string, object?>();
        foreach (DictionaryEntry entry in given)
        {
            values[LanguagePrimitives.ConvertTo<string>(entry.Key)] = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
        }

        return values;
    }

    /// <summary>A single value as services write it in a text; null is an empty one.</summary>
    public static string Text(object? value) =>
        value is bool flag ? (flag ? "true" : "false") : LanguagePrimitives.ConvertTo<string>(value);
}
