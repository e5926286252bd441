using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>A workflow as <see cref="WorkflowCatalog"/> keeps it.</summary>
internal sealed record StoredWorkflow(string Id, NewWorkflow Plan) : ICatalogItem
{
    internal string Name { get; } = Plan.Name ?? $"Sandbox workflow {Id}";

    internal SandboxWorkflow ToSandboxWorkflow() => new(Id, Name);
}
