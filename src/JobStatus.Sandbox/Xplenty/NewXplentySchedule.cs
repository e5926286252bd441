using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Describes an Xplenty schedule to create.</summary>
public sealed record NewXplentySchedule
{
    /// <summary>The id. If null, the sandbox generates one. A schedule with the same id is replaced.</summary>
    public long? Id { get; init; }

    /// <summary>The name. If null, the sandbox generates one.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the schedule is enabled.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The ids of the packages that the schedule runs.</summary>
    public IReadOnlyList<long> PackageIds { get; init; } = [PackageCatalog.First];

    /// <summary>The time of the next run if the schedule is enabled, in seconds from now.</summary>
    public double NextRunInSeconds { get; init; } = 3600;

    /// <summary>The number of runs so far.</summary>
    public int ExecutionCount { get; init; }

    /// <summary>An object to merge into the response, for example to add unknown fields.</summary>
    public JsonObject Extra { get; init; } = [];
}
