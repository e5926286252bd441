namespace JobStatus.Sandbox.Alma;

/// <summary>An Alma job that the sandbox knows.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Path">Where it is read, relative to the sandbox.</param>
public sealed record SandboxDefinition(string Id, string Name, string Path);
