using System;
using System.Collections.Generic;

namespace JobStatus.Sandbox.Jobs;

/// <summary>A job in the <see cref="JobStore"/>: one that runs, or a recorded answer.</summary>
internal abstract class StoredJob(
    SandboxService service, string id, string? jobId, string? name, DateTimeOffset submittedAt)
{
    /// <summary>Oldest first. Ids grow, so that they tell the order of jobs of the same moment.</summary>
    internal static IComparer<StoredJob> BySubmission { get; } = Comparer<StoredJob>.Create((left, right) =>
        (left.SubmittedAt, left.Id.Length).CompareTo((right.SubmittedAt, right.Id.Length)) is not 0 and int order
            ? order
            : string.CompareOrdinal(left.Id, right.Id));

    internal SandboxService Service { get; } = service;

    internal string Id { get; } = id;

    internal string? JobId { get; } = jobId;

    internal string? Name { get; } = name;

    internal DateTimeOffset SubmittedAt { get; } = submittedAt;

    internal SandboxJob ToSandboxJob() => new(Service, Id, JobId, Name, Service switch
    {
        SandboxService.Alma => $"/almaws/v1/conf/jobs/{JobId}/instances/{Id}",
        SandboxService.Xplenty => $"/{SandboxServer.XplentyAccount}/api/jobs/{Id}",
        SandboxService.Alteryx => $"/webapi/v3/jobs/{Uri.EscapeDataString(Id)}",
        _ => throw new InvalidOperationException($"There is no service {Service}."),
    });
}
