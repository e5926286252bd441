namespace JobStatus.Sandbox.Alma;

/// <summary>An Alma job definition in the sandbox.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
/// <param name="Path">The path of the job in the Alma API.</param>
public sealed record SandboxDefinition(string Id, string Name, string Path);
