namespace JobStatus.Sandbox;

/// <summary>A workflow as <see cref="AlteryxWorkflows"/> keeps it.</summary>
internal sealed record AlteryxWorkflow(string Id, NewWorkflow Plan) : ICatalogItem
{
    internal string Name { get; } = Plan.Name ?? $"Sandbox workflow {Id}";

    internal SandboxWorkflow ToSandboxWorkflow() => new(Id, Name);
}
