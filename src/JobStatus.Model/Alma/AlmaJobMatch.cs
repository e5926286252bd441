using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>
/// A record that an Alma import matched. Alma does not document its fields: what is not plain is in <see cref="AdditionalData"/>.
/// Page: Alma Configuration API, "Retrieve Job Instance Matches".
/// </summary>
public sealed class AlmaJobMatch
{
    /// <summary>The id of the definition, as it was asked for; null when it was not known.</summary>
    public string? JobId { get; init; }

    /// <summary>The id of the run, as it was asked for.</summary>
    public string InstanceId { get; init; } = string.Empty;

    /// <summary>The name of the connection that read it.</summary>
    public string? Connection { get; init; }

    /// <summary>The id of the match; null where Alma does not say.</summary>
    public string? Id { get; init; }

    /// <summary>What it leads to, absolute or relative; null where Alma does not say.</summary>
    public Uri? Link { get; init; }

    /// <summary>All else that Alma sent about the match. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The id.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Id);
}
