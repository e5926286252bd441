namespace JobStatus.Sandbox.Jobs;

/// <summary>A body that is sent as it is.</summary>
internal sealed record RecordedBody(string ContentType, string Text);
