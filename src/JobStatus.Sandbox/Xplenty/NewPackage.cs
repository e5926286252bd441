using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>What an Xplenty package should be like, of which there can be runs.</summary>
public sealed record NewPackage
{
    /// <summary>The id, or null for a new one. A package that has this id already is replaced.</summary>
    public long? Id { get; init; }

    /// <summary>The name, or null for a plain one.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it is active; one that is not can be run no more.</summary>
    public bool Active { get; init; } = true;

    /// <summary>How the runs go that a client starts.</summary>
    public RunPlan Run { get; init; } = new();
}
