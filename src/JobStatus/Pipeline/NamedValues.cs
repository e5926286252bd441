using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Pipeline;

/// <summary>The values that a user gives by name, in a hashtable, as a service can take them.</summary>
internal static class NamedValues
{
    private const string IsoTime = "yyyy-MM-ddTHH:mm:ss.FFFFFFFK";
    private const int MostLevels = 16;

    /// <summary>Texts, numbers, truth and null as they are; times in the form of ISO 8601; lists and tables of these.</summary>
    /// <exception cref="JobServiceException">InvalidRequest: a value is none of these.</exception>
    public static Dictionary<string, object?> Of(string service, IDictionary given) => Table(service, given, MostLevels);

    /// <summary>A value as services write it in a text; null is an empty one.</summary>
    /// <exception cref="JobServiceException">InvalidRequest: it is a list or a table.</exception>
    public static string Text(string service, string name, object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        IEnumerable and not string => throw Refusal(service, $"The value of '{name}' is a list or a table, and {service} takes one text for it.", "Make one text of it, in the form that is wanted there."),
        _ => LanguagePrimitives.ConvertTo<string>(value),
    };

    private static Dictionary<string, object?> Table(string service, IDictionary given, int levels)
    {
        var values = new Dictionary<string, object?>();
        foreach (DictionaryEntry entry in given)
        {
            string name = LanguagePrimitives.ConvertTo<string>(entry.Key);
            values[name] = Plain(service, name, entry.Value, levels);
        }

        return values;
    }

    private static object? Plain(string service, string name, object? value, int levels)
    {
        if (levels == 0)
        {
            throw Refusal(service, $"The value of '{name}' is nested deeper than {MostLevels} levels.", "Give less of it.");
        }

        object? plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        switch (plain)
        {
            case double.NaN or double.PositiveInfinity or double.NegativeInfinity or float.NaN or float.PositiveInfinity or float.NegativeInfinity:
                throw Refusal(service, $"The value of '{name}' is no number that JSON can hold.", "Give another one.");
            case null or string or bool or byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal:
                return plain;
            case DateTime time:
                return time.ToString(IsoTime, CultureInfo.InvariantCulture);
            case DateTimeOffset time:
                return time.ToString(IsoTime, CultureInfo.InvariantCulture);
            case IDictionary table:
                return Table(service, table, levels - 1);
            case PSObject bag:
                return bag.Properties.ToDictionary(property => property.Name, property => Plain(service, property.Name, property.Value, levels - 1));
            case IEnumerable items:
                return items.Cast<object?>().Select(item => Plain(service, name, item, levels - 1)).ToList();
            case { } other and (IFormattable or char or Uri or Version):
                return LanguagePrimitives.ConvertTo<string>(other);
            case { } other:
                throw Refusal(service, $"The value of '{name}' is a {other.GetType().Name}, which {service} cannot take.", "Give a text, a number, true or false, a time, or a list or a table of these.");
        }
    }

    private static JobServiceException Refusal(string service, string problem, string action) =>
        new(service, JobServiceErrorKind.InvalidRequest, problem, action);
}
