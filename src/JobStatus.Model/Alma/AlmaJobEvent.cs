using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>
/// An event of an Alma run, such as a rejected entry. Alma does not document the fields of an event, so most of them
/// are in <see cref="AdditionalData"/>.
/// </summary>
/// <remarks>Source: Alma Configuration API, "Retrieve Job Instance Events".</remarks>
public sealed class AlmaJobEvent : ServiceObject
{
    /// <summary>The id of the definition. Null if it is not known.</summary>
    public string? JobId { get; init; }

    /// <summary>The id of the run, as requested.</summary>
    public string InstanceId { get; init; } = string.Empty;

    /// <summary>The name of the connection that the event was read through.</summary>
    public string? Connection { get; init; }

    /// <summary>The id of the event, or null if Alma does not report it.</summary>
    public string? Id { get; init; }

    /// <summary>The link of the event, absolute or relative, or null if Alma does not report it.</summary>
    public Uri? Link { get; init; }

    /// <summary>Other fields that Alma sent for the event, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>Returns the id.</summary>
    /// <returns>The id in one line, or an empty string if there is no id.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Id);
}
