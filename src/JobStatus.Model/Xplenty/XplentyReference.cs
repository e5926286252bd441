using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>A reference to an Xplenty package or cluster.</summary>
public sealed class XplentyReference : ServiceObject
{
    /// <summary>The id of the package or cluster, or null if Xplenty does not report it.</summary>
    public long? Id { get; init; }

    /// <summary>The name of the package or cluster, or null if Xplenty does not report it.</summary>
    public string? Name { get; init; }

    /// <summary>The API address of the package or cluster, or null if Xplenty does not report it.</summary>
    public Uri? Url { get; init; }

    /// <summary>
    /// Other fields that Xplenty sent, by name. If Xplenty sent the full object, these are most of its fields. Never
    /// null.
    /// </summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>Returns the name, or the id if there is no name.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Name, $"{Id}");
}
