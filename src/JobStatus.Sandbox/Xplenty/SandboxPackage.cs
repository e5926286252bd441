namespace JobStatus.Sandbox.Xplenty;

/// <summary>An Xplenty package that the sandbox knows.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record SandboxPackage(long Id, string Name);
