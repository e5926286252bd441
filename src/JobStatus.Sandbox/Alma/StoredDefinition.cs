using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alma;

/// <summary>A job definition in the <see cref="DefinitionCatalog"/>.</summary>
internal sealed record StoredDefinition(string Id, NewDefinition Plan) : ICatalogItem
{
    public DefinitionType Type { get; } = DefinitionCatalog.TypeOf(Id);

    public string Name { get; } = Plan.Name ?? $"Sandbox job {Id}";

    public bool IsSubmittable => Plan.Submittable ?? Type != DefinitionType.Other;

    public SandboxDefinition ToSandboxDefinition() => new(Id, Name, $"{AlmaEndpoints.JobsPath}/{Id}");
}
