using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>A text with a link to another Alma object.</summary>
public sealed class AlmaReference : ServiceObject
{
    /// <summary>The text, or null if Alma does not report it.</summary>
    public string? Value { get; init; }

    /// <summary>The link, absolute or relative, or null if Alma does not report it.</summary>
    public Uri? Link { get; init; }

    /// <summary>Other fields that Alma sent for the reference, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>Returns the text.</summary>
    /// <returns>The text in one line, or an empty string if there is no text.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Value);
}
