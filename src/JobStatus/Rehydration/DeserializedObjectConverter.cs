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
/// Makes the module's own types again of what came from another process or from a file: PowerShell brings such objects
/// as bags of properties. JobStatus.Types.ps1xml says for which types.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DeserializedObjectConverter : PSTypeConverter
{
    private const string Mark = "Deserialized.";
    private const string MarkOfModel = Mark + "JobStatus.";

    private static readonly Assembly Model = typeof(RemoteJob).Assembly;

    /// <summary>Whether it is a bag of the properties of that type, or of one derived from it.</summary>
    /// <param name="sourceValue">What came.</param>
    /// <param name="destinationType">What it must become.</param>
    /// <returns>True if it can be made.</returns>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) =>
        sourceValue is PSObject bag && TypeOf(bag, destinationType) is not null;

    /// <summary>Makes the object.</summary>
    /// <param name="sourceValue">What came.</param>
    /// <param name="destinationType">What it must become.</param>
    /// <param name="formatProvider">Not used: serialized values do not depend on a culture.</param>
    /// <param name="ignoreCase">Not used.</param>
    /// <returns>An object of that type.</returns>
    /// <exception cref="InvalidCastException">It is no such bag.</exception>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        sourceValue is PSObject bag && TypeOf(bag, destinationType) is { } type
            ? Make(bag, type)
            : throw new InvalidCastException($"This is no {destinationType.Name} that was serialized.");

    /// <summary>Nothing is made of the module's types here.</summary>
    /// <param name="sourceValue">Not used.</param>
    /// <param name="destinationType">Not used.</param>
    /// <returns>False.</returns>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <summary>Nothing is made of the module's types here.</summary>
    /// <param name="sourceValue">Not used.</param>
    /// <param name="destinationType">Not used.</param>
    /// <param name="formatProvider">Not used.</param>
    /// <param name="ignoreCase">Not used.</param>
    /// <returns>Never.</returns>
    /// <exception cref="InvalidCastException">Always.</exception>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new InvalidCastException();

    // JobStatus.Types.ps1xml names this class as what a bag becomes: whatever it was, this knows.
    private static Type? TypeOf(PSObject bag, Type destination)
    {
        string? name = bag.TypeNames.FirstOrDefault();
        return name?.StartsWith(MarkOfModel, StringComparison.Ordinal) == true
            && Model.GetType(name.Substring(Mark.Length)) is { IsPublic: true, IsAbstract: false } type
            && (destination.IsAssignableFrom(type) || destination == typeof(DeserializedObjectConverter))
                ? type
                : null;
    }

    private static object Make(PSObject bag, Type type)
    {
        // What cannot be set is given to the constructor.
        ConstructorInfo constructor = type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).First();
        object made = constructor.Invoke([.. constructor.GetParameters().Select(parameter => ValueOf(bag, parameter.Name!, parameter.ParameterType))]);
        foreach (PropertyInfo property in type.GetProperties())
        {
            // What is missing keeps the value that it has in a new object: lists are never null.
            if (property.SetMethod is { IsPublic: true } && ValueOf(bag, property.Name, property.PropertyType) is { } value)
            {
                property.SetValue(made, value);
            }
        }

        return made;
    }

    private static object? ValueOf(PSObject bag, string name, Type type)
    {
        try
        {
            return Convert(bag.Properties[name]?.Value, type);
        }
        catch (Exception exception) when (exception is PSInvalidCastException or ArgumentException or RuntimeException)
        {
            // Cut off by a shallow serialization, or of another version of the module.
            return null;
        }
    }

    private static object? Convert(object? value, Type type)
    {
        object? plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        if (plain is Uri { IsAbsoluteUri: true, IsFile: true } file)
        {
            // On Linux and macOS PowerShell takes a relative address for the path of a file. No service has files.
            return new Uri(file.PathAndQuery + file.Fragment, UriKind.Relative);
        }

        if (plain is null || type.IsInstanceOfType(plain) && type != typeof(object))
        {
            return plain;
        }

        Type wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (wanted == typeof(DateTimeOffset))
        {
            return TimeOf(PSObject.AsPSObject(value));
        }

        if (wanted == typeof(object))
        {
            return Plain(plain);
        }

        if (wanted == typeof(IReadOnlyDictionary<string, object?>))
        {
            return Plain(plain) as IReadOnlyDictionary<string, object?>;
        }

        if (wanted.IsGenericType && wanted.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return plain is string ? null : ListOf(plain, wanted.GetGenericArguments()[0]);
        }

        if (wanted == typeof(KeyValuePair<string, string>))
        {
            PSObject pair = PSObject.AsPSObject(value);
            return new KeyValuePair<string, string>((string)ValueOf(pair, "Key", typeof(string))!, (string)ValueOf(pair, "Value", typeof(string))!);
        }

        return value is PSObject bag && TypeOf(bag, wanted) is { } own
            ? Make(bag, own)
            : LanguagePrimitives.ConvertTo(plain, wanted, CultureInfo.InvariantCulture);
    }

    // PowerShell brings its parts.
    private static DateTimeOffset? TimeOf(PSObject bag) =>
        bag.Properties["Ticks"]?.Value is long ticks && bag.Properties["Offset"]?.Value is TimeSpan offset
            ? new DateTimeOffset(ticks, offset)
            : null;

    private static Array? ListOf(object value, Type item)
    {
        if (LanguagePrimitives.GetEnumerable(value) is not { } given)
        {
            return null;
        }

        object?[] items = [.. given.Cast<object?>().Select(one => Convert(one, item))];
        var list = Array.CreateInstance(item, items.Length);
        items.CopyTo(list, 0);
        return list;
    }

    // What a service sent, without the wrappings of PowerShell.
    private static object? Plain(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        IDictionary dictionary => dictionary.Cast<DictionaryEntry>().ToDictionary(entry => LanguagePrimitives.ConvertTo<string>(entry.Key), entry => Plain(entry.Value), StringComparer.Ordinal),
        IList list => list.Cast<object?>().Select(Plain).ToArray(),
        var other => other,
    };
}
