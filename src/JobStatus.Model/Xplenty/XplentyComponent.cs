using System.Collections.Generic;

namespace JobStatus;

/// <summary>A component of an Xplenty package.</summary>
public sealed class XplentyComponent : ServiceObject
{
    /// <summary>The name of the component, or null if Xplenty does not report it.</summary>
    public string? Name { get; init; }

    /// <summary>The type of the component, or null if Xplenty does not report it.</summary>
    public string? Type { get; init; }

    /// <summary>
    /// The fields of the component. Each is usually a name, but Xplenty can send other values. Never null.
    /// </summary>
    public IReadOnlyList<object?> Fields { get; init; } = [];

    /// <summary>Other fields that Xplenty sent for the component, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>Returns the name of the component.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Name);
}
