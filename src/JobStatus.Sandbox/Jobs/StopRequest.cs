using System;

namespace JobStatus.Sandbox.Jobs;

/// <summary>A client's request to stop a job.</summary>
/// <param name="RequestedAt">When the client sent the request.</param>
/// <param name="StopsAt">When the job stops.</param>
internal sealed record StopRequest(DateTimeOffset RequestedAt, DateTimeOffset StopsAt);
