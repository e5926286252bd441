namespace JobStatus.Sandbox;

/// <summary>An answer to a question of the workflow that is to run.</summary>
internal sealed record AlteryxRunAnswer(string Name, string? Value = null);
