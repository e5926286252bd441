using System.Collections.Generic;

namespace JobStatus;

/// <summary>A component of an Xplenty package.</summary>
public sealed class XplentyComponent
{
    /// <summary>The component's name; null where Xplenty does not say.</summary>
    public string? Name { get; init; }

    /// <summary>The component's type; null where Xplenty does not say.</summary>
    public string? Type { get; init; }

    /// <summary>The names of its fields, or what Xplenty sent in their place. Never null.</summary>
    public IReadOnlyList<object?> Fields { get; init; } = [];

    /// <summary>What else Xplenty sent about the component. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The component's name.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Name);
}
