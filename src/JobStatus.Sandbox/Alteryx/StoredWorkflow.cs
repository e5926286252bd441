using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>A workflow in the <see cref="WorkflowCatalog"/>.</summary>
internal sealed record StoredWorkflow(string Id, NewWorkflow Plan) : ICatalogItem
{
    public string Name { get; } = Plan.Name ?? $"Sandbox workflow {Id}";

    public SandboxWorkflow ToSandboxWorkflow() => new(Id, Name);
}
