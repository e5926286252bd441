using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>Who or what started an Xplenty job.</summary>
public sealed class XplentyJobCreator
{
    /// <summary>User or Schedule; null where Xplenty does not say.</summary>
    public string? Type { get; init; }

    /// <summary>The number of the user or schedule; null where Xplenty does not say.</summary>
    public long? Id { get; init; }

    /// <summary>The name of the user or schedule; null where Xplenty does not say.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The user or schedule in the API; null where Xplenty does not say.</summary>
    public Uri? Url { get; init; }

    /// <summary>What else Xplenty sent about the creator. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The name, else type and number.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(DisplayName, $"{Type} {Id}");
}
