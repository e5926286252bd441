using System.Collections.Generic;

namespace JobStatus;

/// <summary>A parameter of an Alma job.</summary>
public sealed class AlmaJobParameter
{
    /// <summary>The parameter's name, and what it means; null where Alma does not say.</summary>
    public AlmaCodedValue? Name { get; init; }

    /// <summary>The parameter's value; null where it has none.</summary>
    public string? Value { get; init; }

    /// <summary>What else Alma sent about the parameter. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The name and the value.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => $"{DisplayText.OneLine(Name?.Value)}={DisplayText.OneLine(Value)}";
}
