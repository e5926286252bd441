using System.Text.Json.Nodes;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Describes an Xplenty package to create.</summary>
public sealed record NewPackage
{
    /// <summary>The id. If null, the sandbox generates one. A package with the same id is replaced.</summary>
    public long? Id { get; init; }

    /// <summary>The name. If null, the sandbox generates one.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the package is active. If false, it is archived and cannot be run.</summary>
    public bool Active { get; init; } = true;

    /// <summary>The type: dataflow or workflow.</summary>
    public string FlowType { get; init; } = "dataflow";

    /// <summary>The variables and their default values.</summary>
    public JsonObject Variables { get; init; } = [];

    /// <summary>The behavior of the runs that a client starts.</summary>
    public RunPlan Run { get; init; } = new();
}
