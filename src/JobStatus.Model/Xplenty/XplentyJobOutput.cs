using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>One output of an Xplenty job.</summary>
public sealed class XplentyJobOutput
{
    /// <summary>The output's number; null where Xplenty does not say.</summary>
    public long? Id { get; init; }

    /// <summary>The output's name; null where Xplenty does not say.</summary>
    public string? Name { get; init; }

    /// <summary>How far the output is, from 0 to 1; null where Xplenty does not say.</summary>
    public double? Progress { get; init; }

    /// <summary>How many records were written; null where Xplenty does not say.</summary>
    public long? RecordsCount { get; init; }

    /// <summary>When the output was made; null where Xplenty does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the output last changed; null where Xplenty does not say.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The output in the API; null where Xplenty does not say.</summary>
    public Uri? Url { get; init; }

    /// <summary>The output's preview in the API; null where Xplenty does not say.</summary>
    public Uri? PreviewUrl { get; init; }

    /// <summary>The kind of preview; null where Xplenty does not say.</summary>
    public string? PreviewType { get; init; }

    /// <summary>The name of the component that writes it, of either version; null where Xplenty does not say.</summary>
    public string? ComponentName { get; init; }

    /// <summary>The component that writes it (version 2); null where Xplenty does not say.</summary>
    public XplentyComponent? Component { get; init; }

    /// <summary>What else Xplenty sent about the output. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The name, else the number.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Name, $"{Id}");
}
