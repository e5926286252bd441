using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace JobStatus.Services.Json;

/// <summary>Takes the known fields of a wire form and gathers what is left over, under the service's own names.</summary>
internal sealed class Leftovers
{
    private Dictionary<string, object?>? _left;

    public Leftovers(Dictionary<string, object?>? unknownFields)
    {
        _left = unknownFields;
    }

    /// <summary>What was gathered, for a wire form; null when nothing was.</summary>
    public Dictionary<string, object?>? Gathered => _left;

    public IReadOnlyDictionary<string, object?> All => _left ?? NoData.Dictionary;

    public void Keep(string name, object? value)
    {
        _left ??= new(StringComparer.Ordinal);
        _left[name] = value;
    }

    public T? Take<T>(string name, Lenient<T> field)
        where T : class
    {
        KeepLeftover(name, field);
        return field.Value;
    }

    public T? TakeValue<T>(string name, Lenient<T> field)
        where T : struct
    {
        KeepLeftover(name, field);
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

        object?[] leftovers = wires.Where(wire => wire.Leftover is not null).Select(wire => wire.Leftover).ToArray();
        if (leftovers.Length > 0)
        {
            Keep(name, leftovers);
        }

        return wires.Where(wire => wire.HasValue).Select(wire => map(wire.Value!)).ToArray();
    }

    /// <summary>Takes a field of which only the plain value was read.</summary>
    public string? TakeText(string name) => Take(name, TakePlain(name, LenientTextConverter.Instance));

    /// <inheritdoc cref="TakeText"/>
    public long? TakeInt64(string name) => TakeValue(name, TakePlain(name, LenientInt64Converter.Instance));

    /// <inheritdoc cref="TakeText"/>
    public Uri? TakeUri(string name) => Take(name, TakePlain(name, LenientUriConverter.Instance));

    /// <inheritdoc cref="TakeText"/>
    public DateTimeOffset? TakeTime(string name) => TakeValue(name, TakePlain(name, LenientTimeConverter.Instance));

    /// <inheritdoc cref="TakeText"/>
    public bool? TakeBoolean(string name) => TakeValue(name, TakePlain(name, LenientBooleanConverter.Instance));

    /// <summary>Takes a list of objects of which only the plain value was read; what is no such list stays.</summary>
    public IEnumerable<Leftovers> TakeItems(string name)
    {
        if (_left is null || !_left.TryGetValue(name, out object? value) || value is not object?[] items || items.Any(item => item is not Dictionary<string, object?>))
        {
            return [];
        }

        _left.Remove(name);
        return items.Select(item => new Leftovers((Dictionary<string, object?>)item!));
    }

    private Lenient<T> TakePlain<T>(string name, LenientScalarConverter<T> converter)
    {
        if (_left is null || !_left.TryGetValue(name, out object? value))
        {
            return default;
        }

        _left.Remove(name);
        return value switch
        {
            null => default,
            object?[] or Dictionary<string, object?> => Lenient<T>.NotUnderstood(value),
            _ => converter.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!),
        };
    }

    private void KeepLeftover<T>(string name, Lenient<T> field)
    {
        if (field.Leftover is { } leftover)
        {
            Keep(name, leftover);
        }
    }
}
