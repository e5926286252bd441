using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace JobStatus.Services.Json;

/// <summary>
/// Collects the fields of a wire form that have no property in the model, and the values that could not be parsed, under
/// the names that the service uses.
/// </summary>
internal sealed class UnmappedFields
{
    private Dictionary<string, object?>? _fields;

    public UnmappedFields(Dictionary<string, object?>? unknownFields)
    {
        _fields = unknownFields;
    }

    /// <summary>The unmapped fields for a wire form, or null if there are none.</summary>
    public Dictionary<string, object?>? FieldsOrNull => _fields;

    public IReadOnlyDictionary<string, object?> All => _fields ?? NoData.Dictionary;

    public void Add(string name, object? value)
    {
        _fields ??= new(StringComparer.Ordinal);
        _fields[name] = value;
    }

    public T? Take<T>(string name, Lenient<T> field)
        where T : class
    {
        AddUnparsed(name, field);
        return field.Value;
    }

    public T? TakeValue<T>(string name, Lenient<T> field)
        where T : struct
    {
        AddUnparsed(name, field);
        return field.HasValue ? field.Value : null;
    }

    public IReadOnlyList<TItem> TakeList<TWire, TItem>(string name, Lenient<List<Lenient<TWire>>> field, Func<TWire, TItem> map)
        where TWire : class
    {
        List<Lenient<TWire>>? wires = Take(name, field);
        if (wires is null || wires.Count == 0)
        {
            return [];
        }

        object?[] unparsed = wires.Where(wire => wire.Unparsed is not null).Select(wire => wire.Unparsed).ToArray();
        if (unparsed.Length > 0)
        {
            Add(name, unparsed);
        }

        return wires.Where(wire => wire.HasValue).Select(wire => map(wire.Value!)).ToArray();
    }

    /// <summary>
    /// Removes a plain value from the unmapped fields and returns it, or null if it is missing or cannot be converted.
    /// </summary>
    public string? TakeText(string name) => Take(name, TakePlain(name, LenientTextConverter.Instance));

    /// <inheritdoc cref="TakeText"/>
    public long? TakeInt64(string name) => TakeValue(name, TakePlain(name, LenientInt64Converter.Instance));

    /// <inheritdoc cref="TakeText"/>
    public Uri? TakeUri(string name) => Take(name, TakePlain(name, LenientUriConverter.Instance));

    /// <inheritdoc cref="TakeText"/>
    public DateTimeOffset? TakeTime(string name) => TakeValue(name, TakePlain(name, LenientTimeConverter.Instance));

    /// <inheritdoc cref="TakeText"/>
    public bool? TakeBoolean(string name) => TakeValue(name, TakePlain(name, LenientBooleanConverter.Instance));

    /// <summary>
    /// Removes a list of objects from the unmapped fields and returns it. A value of another type stays unmapped.
    /// </summary>
    public IEnumerable<UnmappedFields> TakeItems(string name)
    {
        if (_fields is null
            || !_fields.TryGetValue(name, out object? value)
            || value is not object?[] items
            || items.Any(item => item is not Dictionary<string, object?>))
        {
            return [];
        }

        _fields.Remove(name);
        return items.Select(item => new UnmappedFields((Dictionary<string, object?>)item!));
    }

    private Lenient<T> TakePlain<T>(string name, LenientScalarConverter<T> converter)
    {
        if (_fields is null || !_fields.TryGetValue(name, out object? value))
        {
            return default;
        }

        _fields.Remove(name);
        return value switch
        {
            null => default,
            object?[] or Dictionary<string, object?> => Lenient<T>.FromUnparsed(value),
            _ => converter.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!),
        };
    }

    private void AddUnparsed<T>(string name, Lenient<T> field)
    {
        if (field.Unparsed is { } unparsed)
        {
            Add(name, unparsed);
        }
    }
}
