using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>A package or cluster that an Xplenty job names.</summary>
public sealed class XplentyReference
{
    /// <summary>The number of the package or cluster; null where Xplenty does not say.</summary>
    public long? Id { get; init; }

    /// <summary>The name of the package or cluster; null where Xplenty does not say.</summary>
    public string? Name { get; init; }

    /// <summary>The package or cluster in the API; null where Xplenty does not say.</summary>
    public Uri? Url { get; init; }

    /// <summary>What else Xplenty sent, which is much where it sent the full object. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The name, else the number.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Name, $"{Id}");
}
