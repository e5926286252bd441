using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Pipeline;

/// <summary>Converts the named values in a user's hashtable to values that can be sent to a service.</summary>
internal static class NamedValues
{
    private const string IsoTime = "yyyy-MM-ddTHH:mm:ss.FFFFFFFK";
    private const int MaxDepth = 16;

    /// <summary>
    /// Converts a hashtable. Strings, numbers, Booleans and null stay as they are, times become ISO 8601 strings, and
    /// lists and hashtables are converted recursively.
    /// </summary>
    /// <exception cref="JobServiceException">InvalidRequest: a value cannot be converted.</exception>
    public static Dictionary<string, object?> From(string service, IDictionary values) => ConvertTable(service, values, MaxDepth);

    /// <summary>Converts a value to a string in the notation that services use. Null becomes an empty string.</summary>
    /// <exception cref="JobServiceException">InvalidRequest: the value is a list or a hashtable.</exception>
    public static string ToText(string service, string name, object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        IEnumerable and not string => throw InvalidRequest(
            service,
            $"The value of '{name}' is a list or a hashtable, but {service} expects a single value.",
            $"Convert it to one string in the format that {service} expects."),
        _ => LanguagePrimitives.ConvertTo<string>(value),
    };

    private static Dictionary<string, object?> ConvertTable(string service, IDictionary table, int depth)
    {
        var values = new Dictionary<string, object?>();
        foreach (DictionaryEntry entry in table)
        {
            string name = LanguagePrimitives.ConvertTo<string>(entry.Key);
            values[name] = ConvertValue(service, name, entry.Value, depth);
        }

        return values;
    }

    private static object? ConvertValue(string service, string name, object? value, int depth)
    {
        if (depth == 0)
        {
            throw InvalidRequest(service, $"The value of '{name}' is nested more than {MaxDepth} levels deep.", "Use fewer levels.");
        }

        object? plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        switch (plain)
        {
            case double.NaN or double.PositiveInfinity or double.NegativeInfinity:
            case float.NaN or float.PositiveInfinity or float.NegativeInfinity:
                throw InvalidRequest(
                    service,
                    $"The value of '{name}' is NaN or infinite, which JSON cannot represent.",
                    "Specify a finite number.");
            case null or string or bool:
            case byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal:
                return plain;
            case DateTime time:
                return time.ToString(IsoTime, CultureInfo.InvariantCulture);
            case DateTimeOffset time:
                return time.ToString(IsoTime, CultureInfo.InvariantCulture);
            case IDictionary table:
                return ConvertTable(service, table, depth - 1);
            case PSObject bag:
                return bag.Properties.ToDictionary(
                    property => property.Name,
                    property => ConvertValue(service, property.Name, property.Value, depth - 1));
            case IEnumerable items:
                return items.Cast<object?>().Select(item => ConvertValue(service, name, item, depth - 1)).ToList();
            case { } other and (IFormattable or char or Uri or Version):
                return LanguagePrimitives.ConvertTo<string>(other);
            case { } other:
                throw InvalidRequest(
                    service,
                    $"The value of '{name}' is an object of type {other.GetType().Name}, which cannot be sent to {service}.",
                    "Specify a string, number, Boolean or time, or a list or hashtable of these.");
        }
    }

    private static JobServiceException InvalidRequest(string service, string problem, string action) =>
        new(service, JobServiceErrorKind.InvalidRequest, problem, action);
}
