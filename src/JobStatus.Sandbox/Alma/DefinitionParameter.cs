namespace JobStatus.Sandbox.Alma;

/// <summary>A parameter of an Alma job.</summary>
/// <param name="Name">The name that a run request uses.</param>
/// <param name="Description">The description of the name. If null, the job does not contain one.</param>
/// <param name="Required">Whether a run request must set the parameter if it has no default value.</param>
/// <param name="Default">The default value, or null if there is none.</param>
public sealed record DefinitionParameter(
    string Name, string? Description = null, bool Required = false, string? Default = null);
