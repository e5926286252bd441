namespace JobStatus.Sandbox;

/// <summary>A job definition as <see cref="AlmaDefinitions"/> keeps it.</summary>
internal sealed record AlmaDefinition(string Id, NewDefinition Plan) : ICatalogItem
{
    internal DefinitionType Type { get; } = AlmaDefinitions.TypeOf(Id);

    internal string Name { get; } = Plan.Name ?? $"Sandbox job {Id}";

    internal bool IsSubmittable => Plan.Submittable ?? Type != DefinitionType.Other;

    internal SandboxDefinition ToSandboxDefinition() => new(Id, Name, $"{AlmaEndpoints.JobsPath}/{Id}");
}
