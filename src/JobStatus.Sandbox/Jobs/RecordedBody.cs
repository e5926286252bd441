namespace JobStatus.Sandbox.Jobs;

/// <summary>A response body that is sent unchanged.</summary>
internal sealed record RecordedBody(string ContentType, string Text);
