using System;

namespace JobStatus.Sandbox.Jobs;

/// <summary>A client's wish that a job be stopped.</summary>
/// <param name="AskedAt">When it was uttered.</param>
/// <param name="EndsAt">When it is fulfilled.</param>
internal sealed record StopRequest(DateTimeOffset AskedAt, DateTimeOffset EndsAt);
