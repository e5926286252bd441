using System;
using System.Collections.Generic;

namespace JobStatus.Sandbox.Jobs;

/// <summary>A job in the <see cref="JobStore"/>: a simulated job or a recorded one.</summary>
internal abstract class StoredJob(
    SandboxService service, string id, string? jobId, string? name, DateTimeOffset submittedAt)
{
    /// <summary>
    /// Orders jobs by submission time. Jobs with the same time are ordered by id, because generated ids increase.
    /// </summary>
    public static IComparer<StoredJob> BySubmission { get; } = Comparer<StoredJob>.Create((left, right) =>
        (left.SubmittedAt, left.Id.Length).CompareTo((right.SubmittedAt, right.Id.Length)) is not 0 and int order
            ? order
            : string.CompareOrdinal(left.Id, right.Id));

    public SandboxService Service { get; } = service;

    public string Id { get; } = id;

    public string? JobId { get; } = jobId;

    public string? Name { get; } = name;

    public DateTimeOffset SubmittedAt { get; } = submittedAt;

    public SandboxJob ToSandboxJob() => new(Service, Id, JobId, Name, Service switch
    {
        SandboxService.Alma => $"/almaws/v1/conf/jobs/{JobId}/instances/{Id}",
        SandboxService.Xplenty => $"/{SandboxServer.XplentyAccount}/api/jobs/{Id}",
        SandboxService.Alteryx => $"/webapi/v3/jobs/{Uri.EscapeDataString(Id)}",
        _ => throw new InvalidOperationException($"There is no service {Service}."),
    });
}
