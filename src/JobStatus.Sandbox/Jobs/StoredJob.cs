using System;

namespace JobStatus.Sandbox;

/// <summary>A job in the <see cref="JobStore"/>: one that runs, or a recorded answer.</summary>
internal abstract class StoredJob(SandboxService service, string id, string? jobId, string? name)
{
    internal SandboxService Service { get; } = service;

    internal string Id { get; } = id;

    internal string? JobId { get; } = jobId;

    internal string? Name { get; } = name;

    internal SandboxJob ToSandboxJob() => new(Service, Id, JobId, Name, Service switch
    {
        SandboxService.Alma => $"/almaws/v1/conf/jobs/{JobId}/instances/{Id}",
        SandboxService.Xplenty => $"/{SandboxServer.XplentyAccount}/api/jobs/{Id}",
        SandboxService.Alteryx => $"/webapi/v3/jobs/{Uri.EscapeDataString(Id)}",
        _ => throw new InvalidOperationException($"There is no service {Service}."),
    });
}
