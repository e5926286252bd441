namespace JobStatus.Sandbox.Jobs;

/// <summary>A job in the sandbox.</summary>
/// <param name="Service">The service that runs the job.</param>
/// <param name="Id">The id of the run; for Alma, the instance id.</param>
/// <param name="JobId">For Alma, the id of the job definition; otherwise, null.</param>
/// <param name="Name">The name, or null for a recorded job.</param>
/// <param name="Path">The path of the run in the API of the service.</param>
public sealed record SandboxJob(SandboxService Service, string Id, string? JobId, string? Name, string Path);
