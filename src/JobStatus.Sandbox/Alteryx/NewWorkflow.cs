using System.Collections.Generic;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>Describes an Alteryx workflow to create.</summary>
public sealed record NewWorkflow
{
    /// <summary>
    /// The id: 1 to 64 letters, digits, hyphens or underscores. If null, the sandbox generates one. A workflow with the
    /// same id is replaced.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>The name. If null, the sandbox generates one.</summary>
    public string? Name { get; init; }

    /// <summary>The questions of the workflow.</summary>
    public IReadOnlyList<WorkflowQuestion> Questions { get; init; } = [];

    /// <summary>Whether the client can run the workflow. If false, a run request fails with status 403.</summary>
    public bool MayRun { get; init; } = true;

    /// <summary>The behavior of the runs that a client starts.</summary>
    public RunPlan Run { get; init; } = new();
}
