using System.Collections.Generic;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>What an Alteryx workflow should be like, of which there can be runs.</summary>
public sealed record NewWorkflow
{
    /// <summary>The id, any word, or null for a new one. A workflow that has this id already is replaced.</summary>
    public string? Id { get; init; }

    /// <summary>The name, or null for a plain one.</summary>
    public string? Name { get; init; }

    /// <summary>What it asks whoever runs it.</summary>
    public IReadOnlyList<WorkflowQuestion> Questions { get; init; } = [];

    /// <summary>Whether the client may run it; if not, that is refused with 403.</summary>
    public bool MayRun { get; init; } = true;

    /// <summary>How the runs go that a client starts.</summary>
    public RunPlan Run { get; init; } = new();
}
