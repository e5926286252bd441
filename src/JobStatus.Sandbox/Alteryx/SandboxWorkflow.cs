namespace JobStatus.Sandbox.Alteryx;

/// <summary>An Alteryx workflow that the sandbox knows.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record SandboxWorkflow(string Id, string Name);
