using System.Collections.Generic;
using System.Linq;

namespace JobStatus;

/// <summary>What an Xplenty schedule runs, and on what cluster.</summary>
/// <remarks>Source: Integrate.io ETL API, "Get Schedule Information".</remarks>
public sealed class XplentyScheduleTask : ServiceObject
{
    /// <summary>The number of nodes of the cluster, or null if Xplenty does not report it.</summary>
    public long? Nodes { get; init; }

    /// <summary>True if the cluster is terminated when it is idle, or null if Xplenty does not report it.</summary>
    public bool? TerminateOnIdle { get; init; }

    /// <summary>The idle time after which the cluster is terminated, in seconds, or null if Xplenty does not report it.</summary>
    public long? TimeToIdle { get; init; }

    /// <summary>The packages that the schedule runs. Never null.</summary>
    public IReadOnlyList<XplentySchedulePackage> Packages { get; init; } = [];

    /// <summary>Other fields that Xplenty sent for the task, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>Returns the ids of the packages.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Join(", ", Packages.Select(static package => package.ToString()));
}
