using System;
using System.Collections;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace JobStatus.Rehydration;

/// <summary>
/// Converts deserialized objects back to the module's own types. PowerShell deserializes objects from another process
/// or a file as property bags. JobStatus.Types.ps1xml lists the types that use this converter.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DeserializedObjectConverter : PSTypeConverter
{
    private const string DeserializedPrefix = "Deserialized.";
    private const string DeserializedModelPrefix = DeserializedPrefix + "JobStatus.";

    private static readonly Assembly Model = typeof(RemoteJob).Assembly;

    /// <summary>Checks whether a value is a property bag of the destination type or of a type derived from it.</summary>
    /// <param name="sourceValue">The deserialized value.</param>
    /// <param name="destinationType">The type to convert to.</param>
    /// <returns>True if the value can be converted.</returns>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) =>
        sourceValue is PSObject bag && FindType(bag, destinationType) is not null;

    /// <summary>Converts a property bag.</summary>
    /// <param name="sourceValue">The deserialized value.</param>
    /// <param name="destinationType">The type to convert to.</param>
    /// <param name="formatProvider">Not used. Serialized values do not depend on a culture.</param>
    /// <param name="ignoreCase">Not used.</param>
    /// <returns>An object of the destination type or of a type derived from it.</returns>
    /// <exception cref="InvalidCastException">The value is not a property bag of the destination type.</exception>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        sourceValue is PSObject bag && FindType(bag, destinationType) is { } type
            ? Create(bag, type)
            : throw new InvalidCastException($"The value is not a deserialized {destinationType.Name}.");

    /// <summary>Always returns false: this converter only converts to the module's types.</summary>
    /// <param name="sourceValue">Not used.</param>
    /// <param name="destinationType">Not used.</param>
    /// <returns>False.</returns>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <summary>Always throws: this converter only converts to the module's types.</summary>
    /// <param name="sourceValue">Not used.</param>
    /// <param name="destinationType">Not used.</param>
    /// <param name="formatProvider">Not used.</param>
    /// <param name="ignoreCase">Not used.</param>
    /// <returns>Never.</returns>
    /// <exception cref="InvalidCastException">Always.</exception>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new InvalidCastException();

    /// <summary>Returns an object of the type, restored if it is a property bag; null if it is neither.</summary>
    internal static object? Restore<T>(object? value) =>
        value is PSObject { BaseObject: T plain } ? plain
        : value is PSObject bag && FindType(bag, typeof(T)) is { } type ? Create(bag, type)
        : value;

    // JobStatus.Types.ps1xml names this converter as the target type of all deserialized objects, so the actual type
    // must come from the type name of the bag.
    private static Type? FindType(PSObject bag, Type destination)
    {
        string? name = bag.TypeNames.FirstOrDefault();
        return name?.StartsWith(DeserializedModelPrefix, StringComparison.Ordinal) == true
            && Model.GetType(name.Substring(DeserializedPrefix.Length)) is { IsPublic: true, IsAbstract: false } type
            && typeof(ServiceObject).IsAssignableFrom(type)
            && (destination.IsAssignableFrom(type) || destination == typeof(DeserializedObjectConverter))
                ? type
                : null;
    }

    private static object Create(PSObject bag, Type type)
    {
        // Read-only properties get their values through the constructor.
        ConstructorInfo constructor = type.GetConstructors().OrderByDescending(candidate => candidate.GetParameters().Length).First();
        object?[] arguments =
            [.. constructor.GetParameters().Select(parameter => GetValue(bag, parameter.Name!, parameter.ParameterType))];
        object instance = constructor.Invoke(arguments);

        // The id comes first, because other properties can show it in another form.
        foreach (PropertyInfo property in type.GetProperties().OrderBy(property => property.Name != nameof(RemoteJob.Id)))
        {
            // A property that is missing from the bag keeps its initial value, because lists must never be null.
            if (property.SetMethod is { IsPublic: true } && GetValue(bag, property.Name, property.PropertyType) is { } value)
            {
                property.SetValue(instance, value);
            }
        }

        return instance;
    }

    private static object? GetValue(PSObject bag, string name, Type type)
    {
        try
        {
            return Convert(bag.Properties[name]?.Value, type);
        }
        catch (Exception exception) when (exception is PSInvalidCastException or ArgumentException or RuntimeException)
        {
            // The serialization depth was too small for the value, or another version of the module wrote it.
            return null;
        }
    }

    private static object? Convert(object? value, Type type)
    {
        object? plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        if (plain is Uri { IsAbsoluteUri: true, IsFile: true } file)
        {
            // On Linux and macOS, PowerShell deserializes a relative URI as a file path. No service has file URIs.
            return new Uri(file.PathAndQuery + file.Fragment, UriKind.Relative);
        }

        if (plain is null || type.IsInstanceOfType(plain) && type != typeof(object))
        {
            return plain;
        }

        Type target = Nullable.GetUnderlyingType(type) ?? type;
        if (target == typeof(object))
        {
            return Unwrap(plain);
        }

        if (target == typeof(IReadOnlyDictionary<string, object?>))
        {
            return Unwrap(plain) as IReadOnlyDictionary<string, object?>;
        }

        if (target.IsGenericType && target.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return plain is string ? null : ToArray(plain, target.GetGenericArguments()[0]);
        }

        if (target == typeof(KeyValuePair<string, string>))
        {
            PSObject pair = PSObject.AsPSObject(value);
            return new KeyValuePair<string, string>(
                (string)GetValue(pair, "Key", typeof(string))!,
                (string)GetValue(pair, "Value", typeof(string))!);
        }

        return value is PSObject bag && FindType(bag, target) is { } modelType
            ? Create(bag, modelType)
            : LanguagePrimitives.ConvertTo(plain, target, CultureInfo.InvariantCulture);
    }

    private static Array? ToArray(object value, Type itemType)
    {
        if (LanguagePrimitives.GetEnumerable(value) is not { } source)
        {
            return null;
        }

        object?[] items = [.. source.Cast<object?>().Select(item => Convert(item, itemType))];
        var array = Array.CreateInstance(itemType, items.Length);
        items.CopyTo(array, 0);
        return array;
    }

    private static object? Unwrap(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        IDictionary dictionary => dictionary.Cast<DictionaryEntry>().ToDictionary(
            entry => LanguagePrimitives.ConvertTo<string>(entry.Key),
            entry => Unwrap(entry.Value),
            StringComparer.Ordinal),
        IList list => list.Cast<object?>().Select(Unwrap).ToArray(),
        var other => other,
    };
}
