namespace JobStatus.Sandbox.Xplenty;

/// <summary>An Xplenty schedule in the sandbox.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
public sealed record SandboxXplentySchedule(long Id, string Name);
