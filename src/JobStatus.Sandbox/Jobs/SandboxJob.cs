namespace JobStatus.Sandbox.Jobs;

/// <summary>A job that the sandbox answers for.</summary>
/// <param name="Service">The service that runs it.</param>
/// <param name="Id">What identifies the run; for Alma the instance id.</param>
/// <param name="JobId">For Alma the id of the job definition; null elsewhere.</param>
/// <param name="Name">The name, or null for a recorded answer.</param>
/// <param name="Path">Where the run is read, relative to the sandbox.</param>
public sealed record SandboxJob(SandboxService Service, string Id, string? JobId, string? Name, string Path);
