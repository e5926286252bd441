using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>The user or schedule that started an Xplenty job.</summary>
public sealed class XplentyJobCreator : ServiceObject
{
    /// <summary>User or Schedule, or null if Xplenty does not report it.</summary>
    public string? Type { get; init; }

    /// <summary>The id of the user or schedule, or null if Xplenty does not report it.</summary>
    public long? Id { get; init; }

    /// <summary>The name of the user or schedule, or null if Xplenty does not report it.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The API address of the user or schedule, or null if Xplenty does not report it.</summary>
    public Uri? Url { get; init; }

    /// <summary>Other fields that Xplenty sent for the creator, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>Returns the name, or the type and the id if there is no name.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(DisplayName, $"{Type} {Id}");
}
