namespace JobStatus.Sandbox.Xplenty;

/// <summary>An Xplenty package in the sandbox.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
public sealed record SandboxPackage(long Id, string Name);
