using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alma;

/// <summary>A job definition as <see cref="DefinitionCatalog"/> keeps it.</summary>
internal sealed record StoredDefinition(string Id, NewDefinition Plan) : ICatalogItem
{
    internal DefinitionType Type { get; } = DefinitionCatalog.TypeOf(Id);

    internal string Name { get; } = Plan.Name ?? $"Sandbox job {Id}";

    internal bool IsSubmittable => Plan.Submittable ?? Type != DefinitionType.Other;

    internal SandboxDefinition ToSandboxDefinition() => new(Id, Name, $"{AlmaEndpoints.JobsPath}/{Id}");
}
