namespace JobStatus.Sandbox.Alteryx;

/// <summary>An Alteryx workflow in the sandbox.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
public sealed record SandboxWorkflow(string Id, string Name);
