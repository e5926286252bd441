namespace JobStatus.Sandbox.Alma;

/// <summary>A parameter of an Alma job.</summary>
/// <param name="Name">The name, as a start gives it.</param>
/// <param name="Description">The words for the name, or null to send none.</param>
/// <param name="Required">Whether a start must give it a value, unless there is a default.</param>
/// <param name="Default">The value when a start gives none, or null for none.</param>
public sealed record DefinitionParameter(
    string Name, string? Description = null, bool Required = false, string? Default = null);
