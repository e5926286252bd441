using System.Collections.Generic;

namespace JobStatus;

/// <summary>A parameter of an Alma job definition.</summary>
public sealed class AlmaJobParameter : ServiceObject
{
    /// <summary>The name of the parameter and its description, or null if Alma does not report it.</summary>
    public AlmaCodedValue? Name { get; init; }

    /// <summary>The value of the parameter, or null if it has none.</summary>
    public string? Value { get; init; }

    /// <summary>Other fields that Alma sent for the parameter, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>Returns the name and the value.</summary>
    /// <returns>Text in the form <c>name=value</c>, in one line.</returns>
    public override string ToString() => $"{DisplayText.OneLine(Name?.Value)}={DisplayText.OneLine(Value)}";
}
