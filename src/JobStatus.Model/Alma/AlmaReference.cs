using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>A text of Alma's that leads to something.</summary>
public sealed class AlmaReference
{
    /// <summary>The text; null where Alma does not say.</summary>
    public string? Value { get; init; }

    /// <summary>What it leads to, absolute or relative; null where Alma does not say.</summary>
    public Uri? Link { get; init; }

    /// <summary>What else Alma sent. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Value);
}
